using System.Buffers.Binary;
using PSContainer.Errors;
using PSContainer.Interop;
using static PSContainer.Interop.Interop;
using static Tmds.Linux.LibC;

namespace PSContainer.Launch;

/// <summary>
/// Copies what is in a folder into another, by descriptors only: folders, files, links, with owners and modes. Used once, in a
/// container's set-up, with the image's files as they are: devices and the like are left out.
/// </summary>
internal static unsafe class TreeCopy
{
    private const int MaxDepth = 256;
    private const int BufferBytes = 16384;
    private const uint KindMask = 0xf000;
    private const uint Folder = 0x4000;
    private const uint Regular = 0x8000;
    private const uint Link = 0xa000;

    /// <param name="from">The folder; O_PATH will do.</param>
    /// <param name="to">Where to.</param>
    /// <param name="path">What messages call it.</param>
    public static void Copy(int from, int to, string path)
    {
        fixed (byte* here = ".\0"u8)
        {
            int source = LinuxException.Check(openat(from, here, O_RDONLY | O_DIRECTORY | O_CLOEXEC), "openat", path);
            int target = LinuxException.Check(openat(to, here, O_RDONLY | O_DIRECTORY | O_CLOEXEC), "openat", path);
            CopyFolder(source, target, path, 0);
        }
    }

    // Takes both descriptors over.
    private static void CopyFolder(int from, int to, string path, int depth)
    {
        if (depth == MaxDepth)
        {
            throw new LinuxException("tmpcopyup", ELOOP, path);
        }

        CopyEntries(from, to, path, depth);
        Tmds.Linux.stat status;
        LinuxException.Check(fstat(from, &status), "fstat", path);
        LinuxException.Check(fchown(to, status.st_uid, status.st_gid), "fchown", path);
        LinuxException.Check(fchmod(to, (ushort)((uint)status.st_mode & 0xfff)), "fchmod", path);
        close(from);
        close(to);
    }

    // struct linux_dirent64: inode, offset, length, kind, name.
    private static void CopyEntries(int from, int to, string path, int depth)
    {
        const int NameOffset = 19, LengthOffset = 16;
        byte[] buffer = new byte[BufferBytes];
        fixed (byte* entries = buffer)
        {
            nint length;
            while ((length = LinuxException.Check(GetDirectoryEntries(from, entries, BufferBytes), "getdents64", path)) > 0)
            {
                for (int at = 0; at < length;)
                {
                    byte* name = entries + at + NameOffset;
                    if (!IsDots(name))
                    {
                        CopyEntry(from, to, name, path, depth);
                    }

                    at += BinaryPrimitives.ReadUInt16LittleEndian(buffer.AsSpan(at + LengthOffset));
                }
            }
        }
    }

    private static bool IsDots(byte* name) => name[0] == (byte)'.' && (name[1] == 0 || (name[1] == (byte)'.' && name[2] == 0));

    private static void CopyEntry(int from, int to, byte* name, string path, int depth)
    {
        Tmds.Linux.stat status;
        LinuxException.Check(fstatat(from, name, &status, AT_SYMLINK_NOFOLLOW), "fstatat", path);
        switch ((uint)status.st_mode & KindMask)
        {
            case Folder:
                LinuxException.Check(mkdirat(to, name, 0b111_000_000), "mkdirat", path);
                CopyFolder(Open(from, name, O_RDONLY | O_DIRECTORY, path), Open(to, name, O_RDONLY | O_DIRECTORY, path), path, depth + 1);
                break;
            case Regular:
                CopyFile(Open(from, name, O_RDONLY, path), to, name, status, path);
                break;
            case Link:
                CopyLink(from, to, name, path);
                LinuxException.Check(fchownat(to, name, status.st_uid, status.st_gid, AT_SYMLINK_NOFOLLOW), "fchownat", path);
                break;
        }
    }

    private static int Open(int folder, byte* name, int flags, string path) =>
        LinuxException.Check(openat(folder, name, flags | O_NOFOLLOW | O_CLOEXEC), "openat", path);

    private static void CopyFile(int from, int folder, byte* name, in Tmds.Linux.stat status, string path)
    {
        int to = LinuxException.Check(
            openat(folder, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, (ushort)0b110_000_000), "openat", path);
        while (LinuxException.Check(SendFile(to, from, 1 << 20), "sendfile", path) > 0)
        {
        }

        LinuxException.Check(fchown(to, status.st_uid, status.st_gid), "fchown", path);
        LinuxException.Check(fchmod(to, (ushort)((uint)status.st_mode & 0xfff)), "fchmod", path);
        close(from);
        close(to);
    }

    private static void CopyLink(int from, int to, byte* name, string path)
    {
        const int Room = 4096;
        byte* text = stackalloc byte[Room];
        long length = LinuxException.Check((nint)(long)readlinkat(from, name, text, Room - 1), "readlinkat", path);
        text[length] = 0;
        LinuxException.Check(symlinkat(text, to, name), "symlinkat", path);
    }
}
