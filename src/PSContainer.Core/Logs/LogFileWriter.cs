using System.Runtime.InteropServices;
using PSContainer.Errors;
using PSContainer.Interop;
using PSContainer.State;
using static Tmds.Linux.LibC;

namespace PSContainer.Logs;

/// <summary>The files of a log, written to the end of the last one; begins the next where one is full. Never fails: it counts what is lost.</summary>
internal sealed unsafe class LogFileWriter : IDisposable
{
    private readonly DirectoryHandle _folder;
    private readonly long _maximumSize;
    private readonly int _maximumFiles;
    private long _first;
    private long _number;
    private long _size;
    private int _descriptor = -1;

    /// <param name="folder">Where they are; it is this object's from now on.</param>
    /// <param name="maximumSize">Of a file, in bytes.</param>
    /// <param name="maximumFiles">How many are kept.</param>
    public LogFileWriter(DirectoryHandle folder, long maximumSize, int maximumFiles)
    {
        _folder = folder;
        _maximumSize = maximumSize;
        _maximumFiles = maximumFiles;
        (_first, _number) = LogFiles.Range(folder);
        Failure = TryGoOn() ? 0 : Next();
        _ = Failure == 0 ? 0 : throw LogErrors.CannotOpen(folder.Path, Failure);
    }

    /// <summary>How many bytes could not be written since the log last said so.</summary>
    public long Lost { get; private set; }

    /// <summary>Why.</summary>
    public int Failure { get; private set; }

    /// <summary>Writes whole records.</summary>
    public void Write(ReadOnlySpan<byte> records)
    {
        if (!TryWrite(records))
        {
            Lost += records.Length;
        }
    }

    /// <summary>Writes a record that says what was lost so far, and others; all of them, or none.</summary>
    public void WriteAfterLoss(ReadOnlySpan<byte> remark, ReadOnlySpan<byte> records)
    {
        byte[] all = [.. remark, .. records];
        Lost = TryWrite(all) ? 0 : Lost + records.Length;
    }

    public void Dispose()
    {
        _ = _descriptor < 0 ? 0 : close(_descriptor);
        _folder.Dispose();
    }

    private bool TryWrite(ReadOnlySpan<byte> records)
    {
        if (_size > 0 && _size + records.Length > _maximumSize)
        {
            Rotate();
        }

        int errno = Append(records);
        if (errno is Errno.ENOSPC or Errno.EDQUOT && _first < _number)
        {
            // What is old makes room for what is new.
            RemoveBefore(_number);
            errno = Append(records);
        }

        Failure = errno == 0 ? Failure : errno;
        return errno == 0;
    }

    private int Append(ReadOnlySpan<byte> records)
    {
        if (_descriptor < 0 && Next() is not 0 and var reason)
        {
            return reason;
        }

        int errno = WriteAll(records);
        if (errno == 0)
        {
            _size += records.Length;
        }
        else
        {
            // No half record.
            ftruncate(_descriptor, _size);
        }

        return errno;
    }

    private int WriteAll(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            fixed (byte* start = bytes)
            {
                long written = (long)write(_descriptor, start, bytes.Length);
                if (written <= 0 && Marshal.GetLastPInvokeError() != Errno.EINTR)
                {
                    return written == 0 ? Errno.EIO : Marshal.GetLastPInvokeError();
                }

                bytes = bytes[(int)Math.Max(written, 0)..];
            }
        }

        return 0;
    }

    private void Rotate()
    {
        _ = close(_descriptor);
        _descriptor = -1;
        if (Next() == 0)
        {
            RemoveBefore(_number - _maximumFiles + 1);
        }
    }

    // Whoever wrote before may have been killed in the middle of a record: that one stays the last of its file.
    private bool TryGoOn()
    {
        byte last = 0;
        if (_number == 0 || _folder.TryOpenFile(LogFiles.Name(_number), O_RDWR | O_APPEND, out _descriptor) != 0)
        {
            return false;
        }

        _size = (long)lseek(_descriptor, 0, SEEK_END);
        if (_size == 0 || (_size > 0 && (long)pread(_descriptor, &last, 1, _size - 1) == 1 && last == '\n'))
        {
            return true;
        }

        _ = close(_descriptor);
        _descriptor = -1;
        return false;
    }

    // What somebody has put there under the next name is neither followed nor written to.
    private int Next()
    {
        int errno = Errno.EEXIST;
        for (int i = 0; errno == Errno.EEXIST && i < 100; i++)
        {
            _number++;
            errno = _folder.TryOpenFile(LogFiles.Name(_number), O_WRONLY | O_CREAT | O_EXCL | O_APPEND, out _descriptor);
        }

        _first = _first == 0 ? _number : _first;
        _size = 0;
        return errno;
    }

    private void RemoveBefore(long number)
    {
        for (; _first < number; _first++)
        {
            _ = _folder.TryUnlink(LogFiles.Name(_first));
        }
    }
}
