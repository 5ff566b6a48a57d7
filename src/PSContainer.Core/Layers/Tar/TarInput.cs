namespace PSContainer.Layers.Tar;

/// <summary>An archive's bytes, in blocks of 512. One buffer, whatever the archive's size.</summary>
internal sealed class TarInput(ITarSource source, long maximum)
{
    /// <summary>The size of a block, in bytes.</summary>
    public const int Block = 512;

    private const int BufferBytes = 512 << 10;

    private readonly byte[] _buffer = GC.AllocateUninitializedArray<byte>(BufferBytes);
    private int _start;
    private int _end;
    private long _taken;

    /// <summary>How many bytes have been used up.</summary>
    public long Position => _taken - (_end - _start);

    /// <summary>The next block, valid until the next call; empty at the archive's end.</summary>
    public ReadOnlySpan<byte> NextBlock()
    {
        while (_end - _start < Block)
        {
            if (!Fill())
            {
                return _end == _start ? default : throw LayerErrors.Truncated(_taken);
            }
        }

        _start += Block;
        return _buffer.AsSpan(_start - Block, Block);
    }

    /// <summary>Some of the next bytes, at least one and no more than <paramref name="wanted"/>; valid until the next call.</summary>
    public ReadOnlySpan<byte> Some(long wanted)
    {
        if (_start == _end && !Fill())
        {
            throw LayerErrors.Truncated(_taken);
        }

        int count = (int)Math.Min(wanted, _end - _start);
        _start += count;
        return _buffer.AsSpan(_start - count, count);
    }

    /// <summary>Reads exactly that many bytes.</summary>
    public void ReadExactly(Span<byte> target)
    {
        while (!target.IsEmpty)
        {
            ReadOnlySpan<byte> some = Some(target.Length);
            some.CopyTo(target);
            target = target[some.Length..];
        }
    }

    /// <summary>Passes over that many bytes.</summary>
    public void Skip(long count)
    {
        while (count > 0)
        {
            count -= Some(count).Length;
        }
    }

    /// <summary>Reads to the source's end, so that whoever writes it is not cut off.</summary>
    public void Drain()
    {
        do
        {
            _start = _end;
        }
        while (Fill());
    }

    private bool Fill()
    {
        int rest = _end - _start;
        Buffer.BlockCopy(_buffer, _start, _buffer, 0, rest);
        (_start, _end) = (0, rest);
        int count = source.Read(_buffer.AsSpan(rest));
        _end += count;
        _taken += count;
        return _taken <= maximum ? count > 0 : throw LayerErrors.TooLarge(maximum);
    }
}
