using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using PSContainer.Errors;
using PSContainer.Interop;
using static PSContainer.Interop.Interop;
using static Tmds.Linux.LibC;

namespace PSContainer.Images;

/// <summary>Files of the store: what is written is on the disk, whole, before it has its name. Links are never followed.</summary>
internal static unsafe class StoreFile
{
    private const ushort FileMode = 0x1A4; // 0644: in a folder that is its owner's only
    private const ushort FolderMode = 0x1C0; // 0700

    /// <summary>Opens a file; null where there is none.</summary>
    /// <exception cref="LinuxException">Any other failure.</exception>
    public static SafeFileHandle? TryOpen(string path, int flags)
    {
        fixed (byte* name = new CString(path))
        {
            int fd = open(name, flags | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY, FileMode);
            return fd < 0 && Marshal.GetLastPInvokeError() == Errno.ENOENT
                ? null
                : new SafeFileHandle(LinuxException.Check(fd, "open", path), ownsHandle: true);
        }
    }

    /// <summary>Opens a file.</summary>
    public static SafeFileHandle Open(string path, int flags) => TryOpen(path, flags) ?? throw new LinuxException("open", Errno.ENOENT, path);

    /// <summary>Makes a folder, for its owner only; one that is there is as good.</summary>
    public static void MakeFolder(string path)
    {
        fixed (byte* name = new CString(path))
        {
            if (mkdir(name, FolderMode) < 0 && Marshal.GetLastPInvokeError() is not Errno.EEXIST)
                throw LinuxException.FromLastError("mkdir", path);
        }
    }

    /// <summary>Lets everybody into a folder: mode 0755.</summary>
    public static void OpenToAll(string path)
    {
        const ushort OpenMode = 0x1ED;
        fixed (byte* name = new CString(path))
        {
            LinuxException.Check(chmod(name, OpenMode), "chmod", path);
        }
    }

    /// <summary>
    /// Has the file system put the folders in this one apart from each other (<c>chattr +T</c>). Ext4 without a journal gives no number of a
    /// removed file anew for minutes, and looks through all of those in the same part of the disk for each new file.
    /// </summary>
    public static void SpreadChildren(string path)
    {
        const int GetFlags = unchecked((int)0x80086601), SetFlags = 0x40086602, TopFolder = 0x20000;
        using SafeFileHandle folder = Open(path, O_RDONLY | O_DIRECTORY);
        int fd = (int)folder.DangerousGetHandle(), flags;
        if (ioctl(fd, GetFlags, &flags) == 0 && (flags & TopFolder) == 0)
        {
            flags |= TopFolder;
            _ = ioctl(fd, SetFlags, &flags); // A hint, which other file systems do not know.
        }
    }

    /// <summary>Writes all bytes at the file's position.</summary>
    public static void Write(SafeFileHandle file, ReadOnlySpan<byte> bytes, string path)
    {
        while (!bytes.IsEmpty)
        {
            fixed (byte* start = bytes)
            {
                nint count = (nint)write((int)file.DangerousGetHandle(), start, bytes.Length);
                if (count < 0 && Marshal.GetLastPInvokeError() == Errno.EINTR)
                    continue;
                bytes = bytes[(int)LinuxException.Check(count, "write", path)..];
            }
        }
    }

    /// <summary>Waits until a file is on the disk.</summary>
    public static void Sync(SafeFileHandle file, string path) =>
        LinuxException.Check(fsync((int)file.DangerousGetHandle()), "fsync", path);

    /// <summary>Waits until the names in a folder are on the disk.</summary>
    public static void SyncFolder(string path)
    {
        using SafeFileHandle folder = Open(path, O_RDONLY | O_DIRECTORY);
        Sync(folder, path);
    }

    /// <summary>Gives a file, which is on the disk already, its name; another of that name is replaced.</summary>
    public static void Rename(string from, string to)
    {
        fixed (byte* old = new CString(from), name = new CString(to))
        {
            LinuxException.Check(RenameAt(AT_FDCWD, old, AT_FDCWD, name), "rename", to);
        }
    }

    /// <summary>Removes a file; false where there is none.</summary>
    public static bool Remove(string path)
    {
        fixed (byte* name = new CString(path))
        {
            bool gone = unlink(name) == 0;
            return gone || Marshal.GetLastPInvokeError() == Errno.ENOENT ? gone : throw LinuxException.FromLastError("unlink", path);
        }
    }

    /// <summary>Replaces a small file: after a power loss there is the old content or the new one. Writers must hold a lock.</summary>
    public static void Replace(string path, ReadOnlySpan<byte> content)
    {
        string draft = path + ".new";
        try
        {
            using (SafeFileHandle file = Open(draft, O_WRONLY | O_CREAT | O_TRUNC))
            {
                Write(file, content, draft);
                Sync(file, draft);
            }

            Rename(draft, path);
        }
        catch
        {
            Remove(draft);
            throw;
        }

        SyncFolder(Path.GetDirectoryName(path)!);
    }
}
