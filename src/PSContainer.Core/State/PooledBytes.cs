using System.Buffers;

namespace PSContainer.State;

/// <summary>The bytes of a file in a rented array that grows as they are read.</summary>
internal ref struct PooledBytes : IDisposable
{
    private const int FirstSize = 8 << 10;

    private byte[]? _array;

    public int Length { get; private set; }

    public readonly ReadOnlySpan<byte> Bytes => _array.AsSpan(0, Length);

    /// <summary>Room for more, never empty.</summary>
    public Span<byte> Room()
    {
        _array ??= ArrayPool<byte>.Shared.Rent(FirstSize);
        if (Length == _array.Length)
        {
            byte[] larger = ArrayPool<byte>.Shared.Rent(Length * 2);
            Bytes.CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_array);
            _array = larger;
        }

        return _array.AsSpan(Length);
    }

    public void Advance(int count) => Length += count;

    public void Dispose()
    {
        if (_array is not null)
        {
            ArrayPool<byte>.Shared.Return(_array);
            _array = null;
            Length = 0;
        }
    }
}
