using System.Runtime.InteropServices;
using PSContainer.Errors;
using PSContainer.State;
using static Tmds.Linux.LibC;

namespace PSContainer.Logs;

/// <summary>The lines of a log, from the first file that is there through all that come. What is in the files is trusted with nothing.</summary>
internal sealed unsafe class LogLines(DirectoryHandle folder) : IDisposable
{
    // Twice what a monitor writes in one line at most. What is longer is no record, and is passed over.
    private const int BufferBytes = 256 << 10;

    private readonly byte[] _buffer = new byte[BufferBytes];
    private int _start;
    private int _end;
    private long _number;
    private long _read;
    private int _descriptor = -1;
    private bool _skips;

    /// <summary>How many files were gone before they could be read.</summary>
    public long Missed { get; private set; }

    /// <summary>Where the line ended that was read last.</summary>
    public LogPosition Position => new(_number, _read - (_end - _start));

    /// <summary>The next line, without its end; false where there is none yet. It is valid until the next call.</summary>
    /// <exception cref="LinuxException">A file cannot be read.</exception>
    public bool TryRead(out ReadOnlySpan<byte> line)
    {
        while (!TryTake(out line))
        {
            bool more = _descriptor >= 0 && Fill();
            if (!more && !TryNextFile())
            {
                return false;
            }
        }

        return true;
    }

    public void Dispose() => Close();

    private bool TryTake(out ReadOnlySpan<byte> line)
    {
        while (true)
        {
            ReadOnlySpan<byte> rest = _buffer.AsSpan(_start, _end - _start);
            int length = rest.IndexOf((byte)'\n');
            line = length < 0 ? default : rest[..length];
            if (length < 0)
            {
                return false;
            }

            _start += length + 1;
            if (!_skips)
            {
                return true;
            }

            _skips = false;
        }
    }

    private bool Fill()
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }

        if (_end == BufferBytes)
        {
            _skips = true;
            _end = 0;
        }

        fixed (byte* start = _buffer)
        {
            int count = LinuxException.Check((int)(long)read(_descriptor, start + _end, BufferBytes - _end), "read", folder.PathOf(LogFiles.Name(_number)));
            _end += count;
            _read += count;
            return count > 0;
        }
    }

    // Only when the next file is there has the last one got its end; it may have been written since it was last read.
    private bool TryNextFile()
    {
        long next = Next();
        if (next == 0 || (_descriptor >= 0 && Fill()))
        {
            return next != 0;
        }

        Missed += _number > 0 ? next - _number - 1 : 0;
        Close();
        (_start, _end, _read, _skips, _number) = (0, 0, 0, false, next);
        int errno = folder.TryOpenFile(LogFiles.Name(next), O_RDONLY, out _descriptor);
        if (errno == 0 && !IsFile())
        {
            // A FIFO or a device in its place would keep the reader waiting.
            Close();
        }

        return errno is 0 or Errno.ENOENT or Errno.ELOOP ? true : throw new LinuxException("openat", errno, folder.PathOf(LogFiles.Name(next)));
    }

    private long Next()
    {
        long next = 0;
        using DirectoryEntries entries = folder.Entries();
        while (entries.Read())
        {
            long number = LogFiles.Number(entries.Name);
            next = number > _number && (next == 0 || number < next) ? number : next;
        }

        return next;
    }

    private bool IsFile()
    {
        Tmds.Linux.stat status;
        return fstat(_descriptor, &status) == 0 && ((uint)status.st_mode & (uint)S_IFMT) == (uint)S_IFREG;
    }

    private void Close()
    {
        _ = _descriptor < 0 ? 0 : close(_descriptor);
        _descriptor = -1;
    }
}
