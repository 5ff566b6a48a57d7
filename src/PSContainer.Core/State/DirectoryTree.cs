using System.Globalization;
using System.Runtime.InteropServices;
using PSContainer.Errors;
using PSContainer.Interop;
using static PSContainer.Interop.Interop;
using static Tmds.Linux.LibC;

namespace PSContainer.State;

/// <summary>
/// Removes a directory with all that is in it, however deep; never follows a link, never leaves the file system it began on. Its
/// owner need not have the right to write in it, or to look into it: that right is taken.
/// </summary>
internal sealed unsafe class DirectoryTree
{
    private const int MaxDepth = 64;
    private const ushort OwnersAll = 0x1C0; // 0700

    // Something may be put in while it is being removed: the end of a log, for instance.
    private const int MaxRounds = 100;

    private readonly DirectoryHandle _top;
    private int _hoisted;

    private DirectoryTree(DirectoryHandle top) => _top = top;

    /// <summary>Removes a directory that has been opened.</summary>
    /// <exception cref="LinuxException">Something in it cannot be removed; all that can be may be gone.</exception>
    public static void Remove(DirectoryHandle parent, in CString name, DirectoryHandle directory)
    {
        var tree = new DirectoryTree(directory);
        int errno = Errno.ENOTEMPTY;
        int hoisted = 0;
        for (int round = 0; errno == Errno.ENOTEMPTY && (round < MaxRounds || hoisted != tree._hoisted); round++)
        {
            hoisted = tree._hoisted;
            tree.Empty(directory.Entries(), depth: 0);
            errno = parent.TryRemoveChild(name);
        }

        if (errno != Errno.ENOENT)
        {
            DirectoryHandle.Check(errno, "unlinkat", directory.Path);
        }
    }

    private void Empty(DirectoryEntries entries, int depth)
    {
        using (entries)
        {
            while (entries.Read())
            {
                fixed (byte* name = entries.Name)
                {
                    RemoveEntry(entries, name, depth);
                }
            }
        }
    }

    private void RemoveEntry(DirectoryEntries entries, byte* name, int depth)
    {
        int errno = Unlink(entries.Descriptor, name, 0);
        if (errno == Errno.EISDIR)
        {
            errno = RemoveChild(entries.Descriptor, name, depth + 1);
        }

        // What is new in a child is met in the next round.
        if (errno is not (Errno.ENOENT or Errno.ENOTEMPTY))
        {
            DirectoryHandle.Check(errno, "unlinkat", _top.Path);
        }
    }

    // An empty one goes at once, whoever may look into it. One that is too deep is put where the next round finds it.
    private int RemoveChild(int parent, byte* name, int depth)
    {
        int errno = Unlink(parent, name, AT_REMOVEDIR);
        if (errno != Errno.ENOTEMPTY)
        {
            return errno;
        }

        if (depth > MaxDepth)
        {
            Hoist(parent, name);
            return 0;
        }

        Empty(new DirectoryEntries(Open(parent, name), _top.Path), depth);
        return Unlink(parent, name, AT_REMOVEDIR);
    }

    private void Hoist(int parent, byte* name)
    {
        string unique = string.Create(CultureInfo.InvariantCulture, $".deep-{_hoisted++}-{Guid.NewGuid():N}");
        fixed (byte* to = new CString(unique))
        {
            LinuxException.Check(RenameAt(parent, name, _top.Descriptor, to), "renameat", _top.Path);
        }
    }

    private int Open(int parent, byte* name)
    {
        ulong within = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_XDEV;
        int fd = OpenAt2(parent, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0, within);
        if (fd < 0 && Marshal.GetLastPInvokeError() == Errno.EACCES)
        {
            Unlock(LinuxException.Check(OpenAt2(parent, name, O_PATH | O_DIRECTORY | O_CLOEXEC, 0, within), "openat2", _top.Path));
            fd = OpenAt2(parent, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0, within);
        }

        return LinuxException.Check(fd, "openat2", _top.Path);
    }

    // Takes the descriptor over.
    private void Unlock(int directory)
    {
        string path = string.Create(CultureInfo.InvariantCulture, $"/proc/self/fd/{directory}");
        fixed (byte* name = new CString(path))
        {
            int result = chmod(name, OwnersAll);
            close(directory);
            LinuxException.Check(result, "chmod", _top.Path);
        }
    }

    private static int Unlink(int directory, byte* name, int flags)
    {
        int errno = TryUnlink(directory, name, flags);
        if (errno == Errno.EACCES && fchmod(directory, OwnersAll) == 0)
        {
            errno = TryUnlink(directory, name, flags);
        }

        return errno;
    }

    private static int TryUnlink(int directory, byte* name, int flags) =>
        unlinkat(directory, name, flags) < 0 ? Marshal.GetLastPInvokeError() : 0;
}
