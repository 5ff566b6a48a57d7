using PSContainer.Interop;
using static Tmds.Linux.LibC;

namespace PSContainer.State;

/// <summary>Reads the beginning of a file in /proc with three calls and no allocation.</summary>
internal static unsafe class ProcFile
{
    /// <summary>How many bytes were read, or -1 where the file or its process is not there.</summary>
    public static int Read(in CString path, Span<byte> buffer)
    {
        fixed (byte* name = path)
        {
            return Read(name, buffer);
        }
    }

    /// <inheritdoc cref="Read(in CString, Span{byte})"/>
    public static int Read(byte* path, Span<byte> buffer)
    {
        int fd = openat(AT_FDCWD, path, O_RDONLY | O_CLOEXEC);
        if (fd < 0)
        {
            return -1;
        }

        fixed (byte* target = buffer)
        {
            int length = (int)(long)read(fd, target, buffer.Length);
            _ = close(fd);
            return length;
        }
    }
}
