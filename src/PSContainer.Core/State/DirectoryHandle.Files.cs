using PSContainer.Errors;
using PSContainer.Interop;
using static PSContainer.Interop.Interop;
using static Tmds.Linux.LibC;

namespace PSContainer.State;

internal sealed unsafe partial class DirectoryHandle
{
    // One for all files: only the holder of the lock writes.
    private static readonly CString s_draft = new(".new");

    /// <summary>Opens a file in this directory.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="flags">Flags of <c>open(2)</c>; links are never followed, and neither opening nor reading a FIFO waits.</param>
    /// <param name="fd">The descriptor, or -1.</param>
    public int TryOpenFile(in CString name, int flags, out int fd)
    {
        fixed (byte* path = name)
        {
            fd = openat(Descriptor, path, flags | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY, FileMode);
            return ErrorOf(fd);
        }
    }

    /// <summary>Reads a file; <c>EFBIG</c> where it has more than <paramref name="limit"/> bytes.</summary>
    public int TryReadFile(in CString name, int limit, ref PooledBytes content)
    {
        int errno = TryOpenFile(name, O_RDONLY, out int fd);
        if (errno != 0)
        {
            return errno;
        }

        errno = ReadAll(fd, limit, ref content);
        _ = close(fd);
        return errno;
    }

    /// <summary>Replaces a file: readers see the old content or the new one. Writers must hold <see cref="Lock"/>.</summary>
    public int TryReplaceFile(in CString name, ReadOnlySpan<byte> content)
    {
        // No fsync: the state folder is in memory, and after a crash of the machine its containers are gone too.
        int errno = TryOpenFile(s_draft, O_WRONLY | O_CREAT | O_TRUNC, out int fd);
        if (errno != 0)
        {
            return errno;
        }

        errno = WriteAll(fd, content);
        _ = close(fd);
        errno = errno != 0 ? errno : TryRename(s_draft, name);
        if (errno != 0)
        {
            _ = TryUnlink(s_draft);
        }

        return errno;
    }

    /// <summary>Makes a file, which must not be there yet.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="content">What is in it.</param>
    /// <param name="mode">Its permissions, whatever the umask.</param>
    /// <param name="owner">Whom it belongs to, user and group; null for the caller.</param>
    public int TryMakeFile(in CString name, ReadOnlySpan<byte> content, ushort mode, uint? owner)
    {
        int errno = TryOpenFile(name, O_WRONLY | O_CREAT | O_EXCL, out int fd);
        if (errno != 0)
        {
            return errno;
        }

        errno = WriteAll(fd, content);
        errno = errno != 0 ? errno : ErrorOf(fchmod(fd, mode));
        errno = errno != 0 || owner is not { } id ? errno : ErrorOf(fchown(fd, id, id));
        _ = close(fd);
        return errno;
    }

    private int TryRename(in CString from, in CString to)
    {
        fixed (byte* old = from, name = to)
        {
            return ErrorOf(RenameAt(Descriptor, old, Descriptor, name));
        }
    }

    private static int ReadAll(int fd, int limit, ref PooledBytes content)
    {
        while (true)
        {
            Span<byte> room = content.Room();
            fixed (byte* target = room)
            {
                int length = (int)(long)read(fd, target, room.Length);
                if (length <= 0)
                {
                    return ErrorOf(length);
                }

                content.Advance(length);
            }

            if (content.Length > limit)
            {
                return Errno.EFBIG;
            }
        }
    }

    private static int WriteAll(int fd, ReadOnlySpan<byte> content)
    {
        while (!content.IsEmpty)
        {
            fixed (byte* source = content)
            {
                int length = (int)(long)write(fd, source, content.Length);
                if (length < 0)
                {
                    return ErrorOf(length);
                }

                content = content[length..];
            }
        }

        return 0;
    }
}
