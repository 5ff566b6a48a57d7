using System.Runtime.InteropServices;
using PSContainer.Errors;
using PSContainer.Interop;
using static PSContainer.Interop.Interop;
using static Tmds.Linux.LibC;

namespace PSContainer.State;

/// <summary>Removes a directory with all that is in it; never follows a link, never leaves the file system it began on.</summary>
internal static unsafe class DirectoryTree
{
    private const int MaxDepth = 64;

    // Something may be put in while it is being removed: the end of a log, for instance.
    private const int MaxRounds = 100;

    /// <summary>Removes a directory that has been opened.</summary>
    /// <exception cref="LinuxException">Something in it cannot be removed; all that can be may be gone.</exception>
    public static void Remove(DirectoryHandle parent, in CString name, DirectoryHandle directory)
    {
        int errno = Errno.ENOTEMPTY;
        for (int round = 0; errno == Errno.ENOTEMPTY && round < MaxRounds; round++)
        {
            Empty(directory.Entries(), directory.Path, depth: 0);
            errno = parent.TryRemoveChild(name);
        }

        if (errno != Errno.ENOENT)
        {
            DirectoryHandle.Check(errno, "unlinkat", directory.Path);
        }
    }

    private static void Empty(DirectoryEntries entries, string path, int depth)
    {
        using (entries)
        {
            while (entries.Read())
            {
                fixed (byte* name = entries.Name)
                {
                    RemoveEntry(entries, name, path, depth);
                }
            }
        }
    }

    private static void RemoveEntry(DirectoryEntries entries, byte* name, string path, int depth)
    {
        int errno = Unlink(entries.Descriptor, name, 0);
        if (errno == Errno.EISDIR)
        {
            EmptyChild(entries.Descriptor, name, path, depth + 1);
            errno = Unlink(entries.Descriptor, name, AT_REMOVEDIR);
        }

        // What is new in a child is met in the next round.
        if (errno is not (Errno.ENOENT or Errno.ENOTEMPTY))
        {
            DirectoryHandle.Check(errno, "unlinkat", path);
        }
    }

    private static void EmptyChild(int parent, byte* name, string path, int depth)
    {
        DirectoryHandle.Check(depth > MaxDepth ? Errno.ELOOP : 0, "unlinkat", path);
        ulong within = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_XDEV;
        int fd = OpenAt2(parent, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0, within);
        LinuxException.Check(fd, "openat2", path);
        Empty(new DirectoryEntries(fd, path), path, depth);
    }

    private static int Unlink(int directory, byte* name, int flags) =>
        unlinkat(directory, name, flags) < 0 ? Marshal.GetLastPInvokeError() : 0;
}
