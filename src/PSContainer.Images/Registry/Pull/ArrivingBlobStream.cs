namespace PSContainer.Images.Registry;

/// <summary>Reads a blob while it arrives, from its beginning to its end.</summary>
internal sealed class ArrivingBlobStream(ArrivingBlob blob) : ForwardStream
{
    private long _position;

    /// <inheritdoc/>
    public override long Position
    {
        get => _position;
        set => throw new NotSupportedException();
    }

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        int count = blob.Read(buffer, _position);
        _position += count;
        return count;
    }
}
