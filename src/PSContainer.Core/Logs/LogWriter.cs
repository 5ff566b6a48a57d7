using System.Text;
using PSContainer.Errors;
using PSContainer.State;
using static Tmds.Linux.LibC;

namespace PSContainer.Logs;

/// <summary>
/// Writes a log in the format of the Kubernetes container runtime interface: time, stream, <c>F</c> or for a line that goes on
/// <c>P</c>, and the bytes of the line. Never fails: what cannot be written is counted, and the log says so when it can.
/// </summary>
internal sealed unsafe class LogWriter : IDisposable
{
    // The time, "monitor", the tag, and the blanks between them.
    private const int MaxHeader = LogTime.Bytes + 1 + 7 + 1 + 1 + 1;
    private const int BufferBytes = (int)Protocol.LogSettings.LeastSize;

    // What is longer is written in pieces, so that a reader knows how long a line can be.
    private const int MaxPiece = BufferBytes - MaxHeader - 1;

    private readonly LogFileWriter _file;
    private readonly byte* _buffer;
    private readonly bool[] _isOpen = new bool[3];
    private int _used;
    private int _header;
    private int _tag;

    /// <param name="folder">Where the files are; it is this object's from now on.</param>
    /// <param name="maximumSize">Of a file, in bytes.</param>
    /// <param name="maximumFiles">How many are kept.</param>
    public LogWriter(DirectoryHandle folder, long maximumSize, int maximumFiles)
    {
        _file = new LogFileWriter(folder, maximumSize, maximumFiles);
        _buffer = (byte*)mmap(null, BufferBytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        if (_buffer == MAP_FAILED)
        {
            throw LinuxException.FromLastError("mmap", "the log's buffer");
        }
    }

    /// <summary>Writes what was read of a stream just now.</summary>
    public void Write(ContainerLogSource stream, ReadOnlySpan<byte> bytes)
    {
        Span<byte> header = stackalloc byte[MaxHeader];
        Begin(stream, header);
        while (!bytes.IsEmpty)
        {
            int end = bytes.IndexOf((byte)'\n');
            int length = Math.Min(end < 0 ? bytes.Length : end, MaxPiece);
            bool whole = length == end;
            _isOpen[(int)stream] = !whole;
            header[_tag] = whole ? (byte)'F' : (byte)'P';
            Add(header[.._header], bytes[..length]);
            bytes = bytes[(whole ? length + 1 : length)..];
        }

        Flush();
    }

    /// <summary>The stream has ended: what comes next on it, of the command's next run, begins a line.</summary>
    public void End(ContainerLogSource stream)
    {
        if (_isOpen[(int)stream])
        {
            Write(stream, "\n"u8);
        }
    }

    /// <summary>Gives the buffer's memory back, until it is needed again.</summary>
    public void Release() => Interop.Interop.AdviseUnneeded(_buffer, BufferBytes);

    public void Dispose()
    {
        munmap(_buffer, BufferBytes);
        _file.Dispose();
    }

    private void Begin(ContainerLogSource stream, Span<byte> header)
    {
        LogTime.Write(DateTime.UtcNow, header);
        header[LogTime.Bytes] = (byte)' ';
        ReadOnlySpan<byte> word = LogWords.Of(stream);
        word.CopyTo(header[(LogTime.Bytes + 1)..]);
        _tag = LogTime.Bytes + 1 + word.Length + 1;
        header[_tag - 1] = header[_tag + 1] = (byte)' ';
        _header = _tag + 2;
    }

    private void Add(ReadOnlySpan<byte> header, ReadOnlySpan<byte> line)
    {
        if (_used + header.Length + line.Length + 1 > BufferBytes)
        {
            Flush();
        }

        var room = new Span<byte>(_buffer + _used, BufferBytes - _used);
        header.CopyTo(room);
        line.CopyTo(room[header.Length..]);
        room[header.Length + line.Length] = (byte)'\n';
        _used += header.Length + line.Length + 1;
    }

    private void Flush()
    {
        var records = new ReadOnlySpan<byte>(_buffer, _used);
        if (_used > 0 && _file.Lost == 0)
        {
            _file.Write(records);
        }
        else if (_used > 0)
        {
            _file.WriteAfterLoss(Remark(), records);
        }

        _used = 0;
    }

    private byte[] Remark()
    {
        Span<byte> header = stackalloc byte[MaxHeader];
        (int tag, int length) = (_tag, _header);
        Begin(ContainerLogSource.Monitor, header);
        header[_tag] = (byte)'F';
        byte[] remark = [.. header[.._header], .. Encoding.UTF8.GetBytes($"{_file.Lost} bytes of records could not be written: {Errno.Describe(_file.Failure)}.\n")];
        (_tag, _header) = (tag, length);
        return remark;
    }
}
