using Microsoft.Win32.SafeHandles;
using static Tmds.Linux.LibC;

namespace PSContainer.Client;

/// <summary>The reading end of one of a process's output streams; never waits.</summary>
internal sealed unsafe class OutputPipe(SafeFileHandle pipe, IOutputSink sink, bool isError) : IDisposable
{
    private const int BufferBytes = 64 << 10;

    private readonly byte[] _buffer = new byte[BufferBytes];

    private bool _ended;

    /// <summary>The descriptor to wait for, or -1 once the stream has ended.</summary>
    public int Descriptor => _ended ? -1 : (int)pipe.DangerousGetHandle();

    /// <summary>Hands one buffer of what is there to the sink; false where nothing is there now.</summary>
    public bool Pump()
    {
        if (_ended)
        {
            return false;
        }

        int count = Read();
        if (count > 0 && isError)
        {
            sink.Error(_buffer.AsSpan(0, count));
        }
        else if (count > 0)
        {
            sink.Output(_buffer.AsSpan(0, count));
        }

        return count > 0;
    }

    public void Dispose() => pipe.Dispose();

    private int Read()
    {
        fixed (byte* start = _buffer)
        {
            int count = (int)(long)read(Descriptor, start, BufferBytes);
            _ended = count == 0 || (count < 0 && errno != EAGAIN && errno != EINTR);
            return count;
        }
    }
}
