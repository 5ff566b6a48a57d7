using PSContainer.Layers.Tar;

namespace PSContainer.Tests.Layers;

/// <summary>An archive in memory, that comes in pieces.</summary>
internal sealed class MemorySource(byte[] bytes, int piece = int.MaxValue) : ITarSource
{
    private int _position;

    public int Read(Span<byte> buffer)
    {
        int count = Math.Min(Math.Min(buffer.Length, piece), bytes.Length - _position);
        bytes.AsSpan(_position, count).CopyTo(buffer);
        _position += count;
        return count;
    }
}
