using System.Runtime.InteropServices;
using PSContainer.Errors;
using static Tmds.Linux.LibC;

namespace PSContainer.Interop;

/// <summary>The parts of a file that have data, one after the other, by lseek(2): what is between them are holes.</summary>
/// <param name="file">The file. Its position moves.</param>
/// <param name="size">Its length, in bytes.</param>
internal ref struct DataSegments(int file, long size)
{
    private const int SEEK_DATA = 3;
    private const int SEEK_HOLE = 4;

    private long _at;

    /// <summary>Finds the next part. Where the file system knows nothing of holes, it is the whole file.</summary>
    /// <param name="start">Its first byte.</param>
    /// <param name="end">The first byte after it.</param>
    /// <returns>False where there is none.</returns>
    public bool Next(out long start, out long end)
    {
        start = _at = _at < size ? Seek(SEEK_DATA, ifUnknown: _at) : size;
        end = _at = start < size ? long.Min(Seek(SEEK_HOLE, ifUnknown: size), size) : size;
        return start < end;
    }

    /// <summary>Copies what a file has of its data to the same places of another, and gives that the same length.</summary>
    /// <exception cref="LinuxException">A call failed.</exception>
    public static unsafe void Copy(int from, int to, long size)
    {
        const int Piece = 1 << 20;
        var data = new DataSegments(from, size);
        while (data.Next(out long start, out long end))
        {
            Place(from, to, start);
            for (long rest = end - start; rest > 0;)
            {
                nint count = LinuxException.Check(Interop.SendFile(to, from, (nuint)long.Min(rest, Piece)), "sendfile");
                rest = count == 0 ? 0 : rest - count;
            }
        }

        LinuxException.Check(ftruncate(to, size), "ftruncate");
    }

    /// <summary>Moves two files to the same position.</summary>
    public static void Place(int from, int to, long position)
    {
        LinuxException.Check((nint)(long)lseek(from, position, SEEK_SET), "lseek");
        LinuxException.Check((nint)(long)lseek(to, position, SEEK_SET), "lseek");
    }

    // A file system may say anything: never back.
    private readonly long Seek(int whence, long ifUnknown)
    {
        long found = (long)lseek(file, _at, whence);
        return found >= 0 ? long.Max(found, _at) : Marshal.GetLastPInvokeError() == Errno.ENXIO ? size : ifUnknown;
    }
}
