using PSContainer.Errors;
using PSContainer.State;
using static PSContainer.Interop.Interop;
using static Tmds.Linux.LibC;

namespace PSContainer.Layers.Files;

/// <summary>Removes files and whole trees of a layer; never follows a link.</summary>
internal static unsafe class TreeRemoval
{
    /// <summary>Removes what a folder has under that name; what is not there is fine.</summary>
    public static void Remove(int folder, NameBytes name)
    {
        fixed (byte* path = name)
        {
            Remove(folder, path);
        }
    }

    /// <summary>Removes all that is in a folder.</summary>
    public static void Empty(int folder)
    {
        fixed (byte* here = ".\0"u8)
        {
            EmptyChild(folder, here);
        }
    }

    /// <summary>Removes a folder's whiteouts.</summary>
    public static void RemoveWhiteouts(int folder)
    {
        var name = new NameBytes();
        fixed (byte* here = ".\0"u8)
        {
            int again = LinuxException.Check(openat(folder, here, O_RDONLY | O_DIRECTORY | O_CLOEXEC), "openat");
            using var entries = new DirectoryEntries(again, "the layer");
            while (entries.Read())
            {
                name.Set(entries.Name);
                if (EntryStatus.TryGet(folder, name, out EntryStatus status) && status.IsWhiteout)
                {
                    Remove(folder, name);
                }
            }
        }
    }

    private static void Remove(int folder, byte* name)
    {
        if (unlinkat(folder, name, 0) == 0 || errno == ENOENT)
        {
            return;
        }

        if (errno != EISDIR)
        {
            throw LinuxException.FromLastError("unlinkat");
        }

        EmptyChild(folder, name);
        LinuxException.Check(unlinkat(folder, name, AT_REMOVEDIR), "unlinkat");
    }

    private static void EmptyChild(int parent, byte* name)
    {
        int folder = OpenAt2(parent, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0, RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_XDEV);
        using var entries = new DirectoryEntries(LinuxException.Check(folder, "openat2"), "the layer");
        while (entries.Read())
        {
            fixed (byte* child = entries.Name)
            {
                Remove(entries.Descriptor, child);
            }
        }
    }
}
