namespace PSContainer.Terminals;

/// <summary>Bytes on their way from one descriptor to another: filled when empty, so that neither runs ahead.</summary>
internal sealed class RelayBuffer(int capacity)
{
    private readonly byte[] _bytes = new byte[capacity];
    private int _start;
    private int _end;

    public bool IsEmpty => _start == _end;

    /// <summary>What waits to be written.</summary>
    public ReadOnlySpan<byte> Waiting => _bytes.AsSpan(_start, _end - _start);

    /// <summary>All of the space; only while it is empty.</summary>
    public Span<byte> Space => _bytes;

    public void Filled(int count) => (_start, _end) = (0, count);

    public void Written(int count) => _start += count;

    public void Clear() => _start = _end = 0;
}
