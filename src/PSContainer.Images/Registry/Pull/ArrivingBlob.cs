using Microsoft.Win32.SafeHandles;

namespace PSContainer.Images.Registry;

/// <summary>
/// A blob that is being downloaded, for one who reads it meanwhile from the file that it is written to: how fast either is does not
/// hold up the other. Its end is told only once all of its bytes are known to be right.
/// </summary>
internal sealed class ArrivingBlob : IDisposable
{
    private readonly object _gate = new();
    private SafeFileHandle? _file;
    private long _length;
    private State _state;

    private enum State
    {
        Arriving,
        Whole,
        Lost,
    }

    /// <summary>Whether what was read may be of another content: the blob was begun anew, or did not come to its end.</summary>
    public bool IsLost
    {
        get
        {
            lock (_gate)
                return _state == State.Lost;
        }
    }

    /// <summary>Says which file it is written to, and how much is in it already.</summary>
    public void Begin(BlobWriter writer) => Change(() =>
    {
        if (_file is not null)
            _state = State.Lost;
        else
            _file = writer.OpenToRead();
        _length = writer.Length;
    });

    /// <summary>Says how much there is now.</summary>
    public void Advance(long length) => Change(() => _length = length);

    /// <summary>Says that it is begun anew.</summary>
    public void Lose() => Change(() => _state = State.Lost);

    /// <summary>Says that all of it is there, and right.</summary>
    public void Complete() => Change(() => _state = _state == State.Arriving ? State.Whole : _state);

    /// <summary>Says that nothing more comes. What is not whole by then is lost.</summary>
    public void End() => Change(() => _state = _state == State.Whole ? State.Whole : State.Lost);

    /// <summary>Waits until it arrives.</summary>
    /// <returns>A stream of it; null where it is in the store, whole, and nothing of it arrives.</returns>
    /// <exception cref="BlobLostException">It does not come.</exception>
    public Stream? Open()
    {
        Await(() => _file is not null);
        return _file is null ? null : new ArrivingBlobStream(this);
    }

    /// <summary>Lets go of the file, once nobody reads any more.</summary>
    public void Dispose() => _file?.Dispose();

    /// <summary>Reads what follows a position, and waits for it.</summary>
    /// <returns>How many bytes; 0 at the end of the whole blob.</returns>
    /// <exception cref="BlobLostException">It was begun anew, or did not come to its end.</exception>
    public int Read(Span<byte> buffer, long position)
    {
        Await(() => _length > position);
        int available = (int)Math.Min(buffer.Length, Volatile.Read(ref _length) - position);
        return available <= 0 ? 0 : RandomAccess.Read(_file!, buffer[..available], position);
    }

    private void Change(Action change)
    {
        lock (_gate)
        {
            change();
            Monitor.PulseAll(_gate);
        }
    }

    private void Await(Func<bool> isReady)
    {
        lock (_gate)
        {
            while (_state == State.Arriving && !isReady())
                Monitor.Wait(_gate);
            if (_state == State.Lost)
                throw new BlobLostException();
        }
    }
}
