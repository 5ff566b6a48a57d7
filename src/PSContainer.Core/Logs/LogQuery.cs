namespace PSContainer.Logs;

/// <summary>Which records of a log are wanted.</summary>
internal sealed record LogQuery
{
    /// <summary>The last so many of them; null for all.</summary>
    public int? Tail { get; init; }

    /// <summary>From that moment on (UTC).</summary>
    public DateTime Since { get; init; } = DateTime.MinValue;

    /// <summary>Up to that moment (UTC).</summary>
    public DateTime Until { get; init; } = DateTime.MaxValue;

    /// <summary>From these streams; none for all.</summary>
    public IReadOnlyList<ContainerLogSource> Streams { get; init; } = [];

    /// <summary>Whether what is yet to be written is waited for, until the container has ended.</summary>
    public bool Follow { get; init; }

    /// <summary>Whether a record is one of them. Each is looked at for itself: the clock may have been set back between two.</summary>
    public bool Matches(ContainerLogRecord record)
    {
        DateTime time = record.Time.ToUniversalTime();
        return time >= Since && time <= Until && (Streams.Count == 0 || Streams.Contains(record.Stream));
    }
}
