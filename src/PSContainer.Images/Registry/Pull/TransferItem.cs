namespace PSContainer.Images.Registry;

/// <summary>How far one blob is; written by one thread, read by any.</summary>
/// <param name="blob">The blob.</param>
internal sealed class TransferItem(Descriptor blob)
{
    private const int ShownDigits = 12;

    private long _done;
    private volatile bool _isComplete;

    /// <summary>Its digest's first digits.</summary>
    public string Name { get; } = blob.Digest.Hex[..ShownDigits];

    /// <summary>Its bytes.</summary>
    public long Total { get; } = blob.Size;

    /// <summary>The bytes that have been transferred.</summary>
    public long Done
    {
        get => Volatile.Read(ref _done);
        set => Volatile.Write(ref _done, value);
    }

    /// <summary>Whether nothing is left to do.</summary>
    public bool IsComplete => _isComplete;

    /// <summary>Marks it as done.</summary>
    public void Complete()
    {
        Done = Total;
        _isComplete = true;
    }
}
