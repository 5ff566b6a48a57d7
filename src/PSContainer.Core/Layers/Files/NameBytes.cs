using PSContainer.Layers.Tar;

namespace PSContainer.Layers.Files;

/// <summary>A name or path for the kernel, any bytes, in room that is used again: a NUL follows it.</summary>
internal sealed class NameBytes
{
    private readonly ByteBuffer _bytes = new();

    public NameBytes() => _bytes.Append(0);

    public ReadOnlySpan<byte> Span => _bytes.Span[..^1];

    public void Set(ReadOnlySpan<byte> name)
    {
        _bytes.Set(name);
        _bytes.Append(0);
    }

    /// <summary>Lets <c>fixed</c> take it as a <c>byte*</c>.</summary>
    public ref readonly byte GetPinnableReference() => ref _bytes.Span[0];
}
