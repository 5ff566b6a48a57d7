using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using PSContainer.Errors;
using PSContainer.Interop;
using static Tmds.Linux.LibC;

namespace PSContainer.State;

/// <summary>
/// An open directory. What is in it is reached by one name relative to the descriptor and never through a link, so that nobody can
/// redirect it. A <c>Try…</c> method gives 0 or the error number; the others throw <see cref="LinuxException"/>.
/// </summary>
internal sealed unsafe partial class DirectoryHandle : SafeHandleMinusOneIsInvalid
{
    // What is made here is for its owner only.
    private const ushort FolderMode = 0x1C0; // 0700
    private const ushort FileMode = 0x180; // 0600

    private static readonly CString s_self = new(".");

    private DirectoryHandle(int fd, string path)
        : base(ownsHandle: true)
    {
        SetHandle(fd);
        Path = path;
    }

    /// <summary>Where it was when it was opened; for messages.</summary>
    public string Path { get; }

    /// <summary>The descriptor, close-on-exec; valid as long as this object is.</summary>
    public int Descriptor => (int)handle;

    /// <summary>Opens a directory by its path.</summary>
    public static int TryOpen(string path, bool followLink, out DirectoryHandle? directory)
    {
        int errno = TryOpenAt(AT_FDCWD, new CString(path), followLink ? 0 : O_NOFOLLOW, out int fd);
        directory = errno == 0 ? new DirectoryHandle(fd, path) : null;
        return errno;
    }

    /// <summary>Opens once more what a descriptor stands for, one of O_PATH too.</summary>
    public static DirectoryHandle Reopen(int descriptor, string path)
    {
        Check(TryOpenAt(descriptor, s_self, 0, out int fd), "openat", path);
        return new DirectoryHandle(fd, path);
    }

    /// <summary>Makes a directory by its path, with mode 0700.</summary>
    public static int TryMake(string path)
    {
        fixed (byte* name = new CString(path))
        {
            return ErrorOf(mkdirat(AT_FDCWD, name, FolderMode));
        }
    }

    /// <summary>Removes an empty directory by its path.</summary>
    public static int TryRemove(string path)
    {
        fixed (byte* name = new CString(path))
        {
            return ErrorOf(unlinkat(AT_FDCWD, name, AT_REMOVEDIR));
        }
    }

    /// <summary>Opens a directory in this one.</summary>
    public int TryOpenChild(in CString name, out DirectoryHandle? child)
    {
        int errno = TryOpenAt(Descriptor, name, O_NOFOLLOW, out int fd);
        child = errno == 0 ? new DirectoryHandle(fd, PathOf(name)) : null;
        return errno;
    }

    /// <summary>Makes a directory in this one, with mode 0700.</summary>
    public int TryMakeChild(in CString name)
    {
        fixed (byte* path = name)
        {
            return ErrorOf(mkdirat(Descriptor, path, FolderMode));
        }
    }

    /// <summary>Removes a file or link.</summary>
    public int TryUnlink(in CString name) => TryRemove(name, 0);

    /// <summary>Removes an empty directory.</summary>
    public int TryRemoveChild(in CString name) => TryRemove(name, AT_REMOVEDIR);

    /// <summary>Makes a symbolic link.</summary>
    public int TryLink(in CString name, in CString target)
    {
        fixed (byte* path = name, to = target)
        {
            return ErrorOf(symlinkat(to, Descriptor, path));
        }
    }

    /// <summary>Where a symbolic link leads; null where the target is no identifier for its length.</summary>
    public int TryReadLink(in CString name, out string? target)
    {
        const int size = IdentifierRule.MaxLength + 1;
        byte* buffer = stackalloc byte[size];
        fixed (byte* path = name)
        {
            int length = (int)(long)readlinkat(Descriptor, path, buffer, size);
            target = length is > 0 and < size ? Marshal.PtrToStringUTF8((nint)buffer, length) : null;
            return ErrorOf(length);
        }
    }

    /// <summary>Where a symbolic link leads; null where there is none.</summary>
    public string? ReadLink(in CString name) => TryReadLink(name, out string? target) == 0 ? target : null;

    /// <summary>Waits for the directory's lock, which others take the same way: an update, or the removal, of what is in it.</summary>
    public FileLock Lock() => FileLock.Wait(OpenSelf(), Path);

    /// <summary>The names in the directory.</summary>
    public DirectoryEntries Entries() => new(OpenSelf(), Path);

    /// <summary>Turns the error number of a <c>Try…</c> method into an exception.</summary>
    public static void Check(int errno, string function, string path)
    {
        if (errno != 0)
        {
            throw new LinuxException(function, errno, path);
        }
    }

    /// <summary>A path for messages.</summary>
    public string PathOf(in CString name) => string.Concat(Path, "/", name.ToString());

    protected override bool ReleaseHandle() => close((int)handle) == 0;

    private static int ErrorOf(int result) => result < 0 ? Marshal.GetLastPInvokeError() : 0;

    // A description of its own: locks and positions belong to the description, not to the descriptor.
    private int OpenSelf()
    {
        Check(TryOpenAt(Descriptor, s_self, 0, out int fd), "openat", Path);
        return fd;
    }

    private static int TryOpenAt(int directory, in CString name, int flags, out int fd)
    {
        fixed (byte* path = name)
        {
            fd = openat(directory, path, O_RDONLY | O_DIRECTORY | O_CLOEXEC | flags);
            return ErrorOf(fd);
        }
    }

    private int TryRemove(in CString name, int flags)
    {
        fixed (byte* path = name)
        {
            return ErrorOf(unlinkat(Descriptor, path, flags));
        }
    }
}
