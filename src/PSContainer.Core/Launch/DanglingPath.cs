using System.Runtime.InteropServices;
using PSContainer.Errors;
using PSContainer.Interop;
using static Tmds.Linux.LibC;

namespace PSContainer.Launch;

/// <summary>
/// Follows links in a root by hand, for paths whose links lead to what is not there yet: openat2 can only say that. Nothing is made
/// here, and what it finds out is opened with openat2 again, so that nobody gains by changing the root meanwhile.
/// </summary>
internal static unsafe class DanglingPath
{
    private const int MaxLinks = 40;

    /// <summary>The path without links, <c>..</c> and <c>.</c>, as far as it is there; the rest as it is.</summary>
    /// <exception cref="LinuxException">Links lead in a circle (ELOOP), or something on the way cannot be looked at.</exception>
    public static string Resolve(LaunchContext context, string path)
    {
        var done = new List<string>();
        var left = new Stack<string>(path.Split('/', StringSplitOptions.RemoveEmptyEntries).Reverse());
        for (int links = 0; left.TryPop(out string? name);)
        {
            if (name == "..")
            {
                done.RemoveRange(Math.Max(done.Count - 1, 0), Math.Min(done.Count, 1));
            }
            else if (name != ".")
            {
                done.Add(name);
                if (ReadLink(context, string.Join('/', done)) is { } target)
                {
                    Follow(done, left, target);
                    links = links < MaxLinks ? links + 1 : throw new LinuxException("openat2", ELOOP, path);
                }
            }
        }

        return "/" + string.Join('/', done);
    }

    private static void Follow(List<string> done, Stack<string> left, string target)
    {
        done.RemoveAt(done.Count - 1);
        if (target.StartsWith('/'))
        {
            done.Clear();
        }

        foreach (string name in target.Split('/', StringSplitOptions.RemoveEmptyEntries).Reverse())
        {
            left.Push(name);
        }
    }

    // The names before have no links any more.
    private static string? ReadLink(LaunchContext context, string path)
    {
        const int Room = 4096;
        byte* text = stackalloc byte[Room];
        int file = context.OpenInRoot(new CString(path), O_PATH | O_NOFOLLOW);
        if (file < 0)
        {
            return errno == ENOENT ? null : throw LinuxException.FromLastError("openat2", path);
        }

        fixed (byte* empty = "\0"u8)
        {
            long length = (long)readlinkat(file, empty, text, Room);
            // Of what is no link the kernel says that there is no such link.
            int error = length < 0 && errno != ENOENT && errno != EINVAL ? errno : 0;
            close(file);
            return error != 0 ? throw new LinuxException("readlinkat", error, path)
                : length < 0 ? null : Marshal.PtrToStringUTF8((nint)text, (int)length);
        }
    }
}
