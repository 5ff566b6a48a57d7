using Microsoft.Win32.SafeHandles;
using PSContainer.Interop;
using static PSContainer.Interop.Interop;
using static Tmds.Linux.LibC;

namespace PSContainer.Configuration;

/// <summary>
/// A root that will be an overlay of folders, looked into as the kernel would: what is higher hides what is lower, a character device
/// 0:0 hides a name, and an opaque folder those below it. Links are followed inside the root only.
/// </summary>
/// <param name="layers">The folders, the topmost first. Nothing changes them.</param>
internal sealed unsafe class LayeredRoot(IReadOnlyList<string> layers) : RootView
{
    private const int MaxLinks = 40;
    private const uint KindMask = 0xf000, Folder = 0x4000, Link = 0xa000, CharacterDevice = 0x2000;

    public override SafeFileHandle? Open(string path, int access = 0) => Find(path) is { } file ? OpenFile(file, access) : null;

    /// <summary>Where a file is on the host, links followed; null where there is none, or a folder.</summary>
    public string? Find(string path)
    {
        var places = new Stack<IReadOnlyList<string>>([layers]);
        var rest = new Stack<string>();
        Push(rest, path);
        int links = 0;
        while (rest.TryPop(out string? name))
        {
            if (name == "..")
            {
                _ = places.Count > 1 ? places.Pop() : null;
                continue;
            }

            List<string> found = Look(places.Peek(), name, out string? file, out string? link);
            if (link is not null)
            {
                if (++links > MaxLinks)
                {
                    return null;
                }

                while (link.StartsWith('/') && places.Count > 1)
                {
                    places.Pop();
                }

                Push(rest, link);
            }
            else if (file is not null || found.Count == 0)
            {
                return rest.Count == 0 ? file : null;
            }
            else
            {
                places.Push(found);
            }
        }

        return null;
    }

    // The folders of that name that are seen, or the file, or where the link leads.
    private static List<string> Look(IReadOnlyList<string> places, string name, out string? file, out string? link)
    {
        var found = new List<string>();
        file = link = null;
        foreach (string place in places)
        {
            string path = $"{place}/{name}";
            Tmds.Linux.stat status;
            if (!TryStatus(path, &status))
            {
                continue;
            }

            uint kind = (uint)status.st_mode & KindMask;
            if (kind == Folder)
            {
                found.Add(path);
                if (IsOpaque(path))
                {
                    break;
                }

                continue;
            }

            if (found.Count == 0 && !(kind == CharacterDevice && status.st_rdev == 0))
            {
                link = kind == Link ? new FileInfo(path).LinkTarget : null;
                file = kind == Link ? null : path;
            }

            break;
        }

        return found;
    }

    private static void Push(Stack<string> rest, string path)
    {
        foreach (string name in path.Split('/', StringSplitOptions.RemoveEmptyEntries).Where(static name => name != ".").Reverse())
        {
            rest.Push(name);
        }
    }

    private static bool TryStatus(string path, Tmds.Linux.stat* status)
    {
        fixed (byte* name = new CString(path))
        {
            return lstat(name, status) == 0;
        }
    }

    private static bool IsOpaque(string path) => HasMark(path, "trusted.overlay.opaque") || HasMark(path, "user.overlay.opaque");

    private static bool HasMark(string path, string attribute)
    {
        byte mark;
        fixed (byte* file = new CString(path), name = new CString(attribute))
        {
            return GetXAttr(file, name, &mark, 1) == 1 && mark == (byte)'y';
        }
    }

    private static SafeFileHandle? OpenFile(string path, int access)
    {
        fixed (byte* name = new CString(path))
        {
            int file = open(name, access | O_RDONLY | O_CLOEXEC | O_NOFOLLOW | (access == 0 ? O_NONBLOCK | O_NOCTTY : 0));
            return file < 0 ? null : new SafeFileHandle(file, ownsHandle: true);
        }
    }
}
