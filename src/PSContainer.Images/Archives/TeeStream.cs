namespace PSContainer.Images;

/// <summary>Lets a second reader have all that a first reads, from the beginning on.</summary>
internal sealed class TeeStream(Stream source) : ForwardStream
{
    // Until it is known whether there is a second reader: the first entry's headers.
    private MemoryStream? _kept = new();

    private BlobWriter? _copy;

    /// <summary>Writes all that has been read, and all that will be.</summary>
    public void CopyTo(BlobWriter copy)
    {
        copy.Write(_kept!.GetBuffer().AsSpan(0, (int)_kept.Length));
        _copy = copy;
        _kept = null;
    }

    /// <summary>There is no second reader.</summary>
    public void Forget() => _kept = null;

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        int count = source.Read(buffer);
        _kept?.Write(buffer[..count]);
        _copy?.Write(buffer[..count]);
        return count;
    }
}
