using System.Buffers;
using Microsoft.Win32.SafeHandles;
using static Tmds.Linux.LibC;

namespace PSContainer.Client;

/// <summary>
/// The writing end of a process's standard input. Who writes never waits: what the pipe does not take is kept, and written by the
/// thread that pumps. What is written after the end is forgotten.
/// </summary>
internal sealed unsafe class PendingInput(SafeFileHandle pipe) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly WakeSignal _wake = new();
    private readonly ArrayBufferWriter<byte> _pending = new();
    private int _written;
    private bool _closed;

    /// <summary>Readable when the thread that pumps is to look again.</summary>
    public int WakeDescriptor => _wake.Descriptor;

    /// <summary>The pipe where something waits for it, else -1.</summary>
    public int PendingDescriptor
    {
        get
        {
            lock (_gate)
            {
                return _closed || Waiting == 0 ? -1 : (int)pipe.DangerousGetHandle();
            }
        }
    }

    private int Waiting => _pending.WrittenCount - _written;

    public void Write(ReadOnlySpan<byte> bytes)
    {
        lock (_gate)
        {
            if (_closed)
            {
                return;
            }

            ReadOnlySpan<byte> rest = Waiting == 0 ? WriteSome(bytes) : bytes;
            if (rest.Length > 0)
            {
                _pending.Write(rest);
                _wake.Set();
            }
        }
    }

    public void Wake()
    {
        lock (_gate)
        {
            if (!_closed)
            {
                _wake.Set();
            }
        }
    }

    /// <summary>Writes as much of what waits as the pipe takes.</summary>
    public void Flush()
    {
        lock (_gate)
        {
            _wake.Clear();
            _written = _pending.WrittenCount - WriteSome(_pending.WrittenSpan[_written..]).Length;
            if (Waiting == 0)
            {
                _pending.ResetWrittenCount();
                _written = 0;
            }
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _closed = true;
            pipe.Dispose();
            _wake.Dispose();
        }
    }

    // What is left. A process that reads no more takes everything: it is dying, and its end says why.
    private ReadOnlySpan<byte> WriteSome(ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            long written;
            fixed (byte* start = bytes)
            {
                written = (long)write((int)pipe.DangerousGetHandle(), start, bytes.Length);
            }

            if (written < 0 && errno == EAGAIN)
            {
                return bytes;
            }

            if (written < 0 && errno != EINTR)
            {
                return [];
            }

            bytes = bytes[(int)long.Max(written, 0)..];
        }

        return bytes;
    }
}
