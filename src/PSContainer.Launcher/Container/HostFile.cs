using System.Text;
using PSContainer.Errors;
using PSContainer.Interop;
using static PSContainer.Interop.Interop;
using static Tmds.Linux.LibC;

namespace PSContainer.Launcher.Container;

/// <summary>Whole files of the host, with errors in the system's words.</summary>
internal static unsafe class HostFile
{
    private const ushort FileMode = 0b110_100_100; // 0644
    private const int ChunkBytes = 1 << 13;

    /// <summary>Reads a file, or with <c>-</c> the standard input.</summary>
    /// <exception cref="ContainerException">It cannot be read, or has more than <paramref name="limit"/> bytes.</exception>
    public static byte[] Read(string path, int limit)
    {
        int file = path == "-" ? STDIN_FILENO : Open(path, O_RDONLY);
        try
        {
            return ReadAll(file, path, limit);
        }
        finally
        {
            _ = path == "-" ? 0 : close(file);
        }
    }

    /// <summary>Puts a file there as a whole: readers see it complete or not at all.</summary>
    public static void Write(string path, string text)
    {
        string draft = $"{path}.new";
        int file = Open(draft, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW);
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        fixed (byte* start = bytes, from = new CString(draft), to = new CString(path))
        {
            long written = (long)write(file, start, bytes.Length);
            close(file);
            if (written != bytes.Length || RenameAt(AT_FDCWD, from, AT_FDCWD, to) < 0)
            {
                LinuxException error = LinuxException.FromLastError("write", path);
                unlink(from);
                throw Failed(path, error);
            }
        }
    }

    /// <summary>Removes a file; one that is gone already is fine.</summary>
    public static void Remove(string path)
    {
        fixed (byte* name = new CString(path))
        {
            unlink(name);
        }
    }

    private static int Open(string path, int flags)
    {
        fixed (byte* name = new CString(path))
        {
            int file = open(name, flags | O_CLOEXEC, FileMode);
            return file >= 0 ? file : throw Failed(path, LinuxException.FromLastError("open", path));
        }
    }

    private static byte[] ReadAll(int file, string path, int limit)
    {
        byte[] bytes = new byte[SizeOf(file, limit)];
        int length = 0;
        Span<byte> next = stackalloc byte[1];
        while (true)
        {
            // Whether that was all a file says by itself: its size may not be true (/proc), nor stay so.
            long count = length < bytes.Length ? ReadSome(file, path, bytes.AsSpan(length)) : ReadSome(file, path, next);
            if (count > 0 && length == bytes.Length)
            {
                Array.Resize(ref bytes, Math.Max(ChunkBytes, 2 * length));
                bytes[length] = next[0];
            }

            length += (int)count;
            if (length > limit)
            {
                throw new ContainerException(
                    "File.TooLarge", ErrorKind.InvalidData, $"'{path}' has more than {limit} bytes, which are read at most.", path);
            }

            if (count == 0)
            {
                return length == bytes.Length ? bytes : bytes.AsSpan(0, length).ToArray();
            }
        }
    }

    private static int SizeOf(int file, int limit)
    {
        Tmds.Linux.stat status;
        return fstat(file, &status) == 0 ? (int)Math.Clamp((long)status.st_size, 0, limit) : 0;
    }

    private static long ReadSome(int file, string path, Span<byte> room)
    {
        fixed (byte* start = room)
        {
            long count;
            do
            {
                count = (long)read(file, start, room.Length);
            }
            while (count < 0 && errno == EINTR);
            return count >= 0 ? count : throw Failed(path, LinuxException.FromLastError("read", path));
        }
    }

    private static ContainerException Failed(string path, LinuxException error) => new(
        $"File.{error.ErrorName}", error.ErrorNumber == Errno.ENOENT ? ErrorKind.NotFound : ErrorKind.OperationFailed,
        $"{error.Message}.", path, null, error);
}
