namespace PSContainer.Images.Registry;

/// <summary>Cancels what has gone without progress for too long, or is no longer wanted.</summary>
internal sealed class StallTimer : IDisposable
{
    private readonly CancellationTokenSource _source;
    private readonly CancellationToken _cancel;

    /// <summary>Starts the first wait.</summary>
    public StallTimer(TimeSpan limit, CancellationToken cancel)
    {
        Limit = limit;
        _cancel = cancel;
        _source = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        Progressed();
    }

    /// <summary>The longest time without progress.</summary>
    public TimeSpan Limit { get; }

    /// <summary>Cancelled when it is over.</summary>
    public CancellationToken Token => _source.Token;

    /// <summary>Whether it was a stall, and not the user, that ended it.</summary>
    public bool IsStalled => _source.IsCancellationRequested && !_cancel.IsCancellationRequested;

    /// <summary>Begins the wait anew.</summary>
    public void Progressed() => _source.CancelAfter(Limit);

    /// <inheritdoc/>
    public void Dispose() => _source.Dispose();
}
