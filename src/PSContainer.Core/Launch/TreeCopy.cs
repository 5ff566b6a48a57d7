using System.Buffers.Binary;
using PSContainer.Errors;
using PSContainer.Interop;
using PSContainer.Layers.Files;
using Tmds.Linux;
using static PSContainer.Interop.Interop;
using static Tmds.Linux.LibC;

namespace PSContainer.Launch;

/// <summary>
/// Copies what is in a folder into another, by descriptors only: folders, files, links, with owners, modes, times and extended
/// attributes. Used once, in a container's set-up, with the image's files as they are: devices and the like are left out.
/// </summary>
internal unsafe class TreeCopy
{
    private const int MaxDepth = 256;
    private const int BufferBytes = 16384;
    protected const uint KindMask = 0xf000;
    protected const uint Folder = 0x4000;
    private const uint Regular = 0x8000;
    private const uint Link = 0xa000;

    /// <param name="path">What messages call what is copied.</param>
    /// <param name="marks">The attributes that are not copied: those of overlayfs.</param>
    protected TreeCopy(string path, OverlayMarks marks)
    {
        Path = path;
        Attributes = new ExtendedAttributes(marks, isPrivileged: false);
    }

    /// <param name="from">The folder; O_PATH will do.</param>
    /// <param name="to">Where to.</param>
    /// <param name="path">What messages call it.</param>
    public static void Copy(int from, int to, string path)
    {
        new TreeCopy(path, new OverlayMarks(userAttributes: false)).Copy(from, to);
    }

    /// <summary>Copies.</summary>
    protected void Copy(int from, int to)
    {
        fixed (byte* here = ".\0"u8)
        {
            CopyFolder(Open(from, here, O_RDONLY | O_DIRECTORY), Open(to, here, O_RDONLY | O_DIRECTORY), 0);
        }
    }

    /// <summary>What messages call what is copied.</summary>
    protected string Path { get; }

    /// <summary>What copies extended attributes.</summary>
    protected ExtendedAttributes Attributes { get; }

    /// <summary>Whom the copy belongs to.</summary>
    protected virtual (uint User, uint Group) Owner(in stat status) => (status.st_uid, status.st_gid);

    /// <summary>Copies the extended attributes of a file, or folder.</summary>
    protected virtual void CopyAttributes(int from, int to) => Attributes.Copy(from, to);

    /// <summary>Makes room for an entry.</summary>
    /// <returns>Whether it is copied.</returns>
    protected virtual bool MakeRoom(int from, int to, byte* name, in stat status) => true;

    /// <summary>Copies what is no folder, file or link.</summary>
    protected virtual void CopySpecial(int to, byte* name, in stat status)
    {
    }

    /// <summary>Throws where a call on what is copied has failed.</summary>
    protected int Check(int result, string function) => LinuxException.Check(result, function, Path);

    // Takes both descriptors over.
    private void CopyFolder(int from, int to, int depth)
    {
        if (depth == MaxDepth)
        {
            throw new LinuxException("tmpcopyup", ELOOP, Path);
        }

        CopyEntries(from, to, depth);
        stat status;
        Check(fstat(from, &status), "fstat");
        Finish(from, to, status);
    }

    // struct linux_dirent64: inode, offset, length, kind, name.
    private void CopyEntries(int from, int to, int depth)
    {
        const int NameOffset = 19, LengthOffset = 16;
        byte[] buffer = new byte[BufferBytes];
        fixed (byte* entries = buffer)
        {
            nint length;
            while ((length = LinuxException.Check(GetDirectoryEntries(from, entries, BufferBytes), "getdents64", Path)) > 0)
            {
                for (int at = 0; at < length;)
                {
                    byte* name = entries + at + NameOffset;
                    if (!IsDots(name))
                    {
                        CopyEntry(from, to, name, depth);
                    }

                    at += BinaryPrimitives.ReadUInt16LittleEndian(buffer.AsSpan(at + LengthOffset));
                }
            }
        }
    }

    private static bool IsDots(byte* name) => name[0] == (byte)'.' && (name[1] == 0 || (name[1] == (byte)'.' && name[2] == 0));

    private void CopyEntry(int from, int to, byte* name, int depth)
    {
        stat status;
        Check(fstatat(from, name, &status, AT_SYMLINK_NOFOLLOW), "fstatat");
        if (!MakeRoom(from, to, name, status))
        {
            return;
        }

        switch ((uint)status.st_mode & KindMask)
        {
            case Folder:
                // One of a layer below may be there.
                Check(mkdirat(to, name, 0b111_000_000) < 0 && errno != EEXIST ? -1 : 0, "mkdirat");
                CopyFolder(Open(from, name, O_RDONLY | O_DIRECTORY), Open(to, name, O_RDONLY | O_DIRECTORY), depth + 1);
                break;
            case Regular:
                CopyFile(Open(from, name, O_RDONLY), to, name, status);
                break;
            case Link:
                CopyLink(from, to, name, status);
                break;
            default:
                CopySpecial(to, name, status);
                break;
        }
    }

    private int Open(int folder, byte* name, int flags) => Check(openat(folder, name, flags | O_NOFOLLOW | O_CLOEXEC), "openat");

    private void CopyFile(int from, int folder, byte* name, in stat status)
    {
        int to = Check(openat(folder, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, (ushort)0b110_000_000), "openat");
        DataSegments.Copy(from, to, (long)status.st_size);
        while (status.st_size == 0 && LinuxException.Check(SendFile(to, from, 1 << 20), "sendfile", Path) > 0)
        {
            // A file that gives no length, as those of /proc do.
        }

        Finish(from, to, status);
    }

    // The owner first: with another one a file loses its capabilities and set-user-ID.
    private void Finish(int from, int to, in stat status)
    {
        (uint user, uint group) = Owner(status);
        Check(fchown(to, user, group), "fchown");
        Check(fchmod(to, (ushort)((uint)status.st_mode & 0xfff)), "fchmod");
        CopyAttributes(from, to);
        timespec* times = stackalloc timespec[2] { status.st_atim, status.st_mtim };
        Check(futimens(to, times), "futimens");
        close(from);
        close(to);
    }

    private void CopyLink(int from, int to, byte* name, in stat status)
    {
        const int Room = 4096;
        byte* text = stackalloc byte[Room];
        long length = LinuxException.Check((nint)(long)readlinkat(from, name, text, Room - 1), "readlinkat", Path);
        text[length] = 0;
        Check(symlinkat(text, to, name), "symlinkat");
        ChangeOwner(to, name, status);
        timespec* times = stackalloc timespec[2] { status.st_atim, status.st_mtim };
        Check(utimensat(to, name, times, AT_SYMLINK_NOFOLLOW), "utimensat");
    }

    /// <summary>Gives what is not to be opened, a link or a device, to whom the copy belongs.</summary>
    protected void ChangeOwner(int folder, byte* name, in stat status)
    {
        (uint user, uint group) = Owner(status);
        Check(fchownat(folder, name, user, group, AT_SYMLINK_NOFOLLOW), "fchownat");
    }
}
