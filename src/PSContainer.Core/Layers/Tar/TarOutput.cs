using PSContainer.Layers.Files;

namespace PSContainer.Layers.Tar;

/// <summary>Writes an archive to a descriptor, through one buffer.</summary>
internal sealed class TarOutput(int descriptor)
{
    private const int BufferBytes = 256 << 10;

    private readonly byte[] _buffer = new byte[BufferBytes];
    private int _used;

    /// <summary>How many bytes were written.</summary>
    public long Length { get; private set; }

    public void Write(ReadOnlySpan<byte> bytes)
    {
        Length += bytes.Length;
        while (!bytes.IsEmpty)
        {
            int count = Math.Min(bytes.Length, BufferBytes - _used);
            bytes[..count].CopyTo(_buffer.AsSpan(_used));
            bytes = bytes[count..];
            _used += count;
            if (_used == BufferBytes)
            {
                Flush();
            }
        }
    }

    /// <summary>Fills up the last block with zeros.</summary>
    public void Pad() => Zeros((int)(-Length & (TarInput.Block - 1)));

    public void Zeros(long count)
    {
        Span<byte> zeros = stackalloc byte[TarInput.Block];
        zeros.Clear();
        for (; count > 0; count -= zeros.Length)
        {
            Write(zeros[..(int)Math.Min(count, zeros.Length)]);
        }
    }

    public void Flush()
    {
        FileMaker.Write(descriptor, _buffer.AsSpan(0, _used));
        _used = 0;
    }
}
