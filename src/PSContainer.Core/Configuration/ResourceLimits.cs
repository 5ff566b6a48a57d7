namespace PSContainer.Configuration;

/// <summary>Limits as a user gives them; null for what is not given.</summary>
internal sealed record ResourceLimits
{
    /// <summary>Memory, in bytes.</summary>
    public long? Memory { get; init; }

    /// <summary>Memory and swap together, in bytes.</summary>
    public long? MemorySwap { get; init; }

    /// <summary>Memory that is left to the container where memory is short, in bytes.</summary>
    public long? MemoryReservation { get; init; }

    /// <summary>Processors' worth of time, such as 1.5.</summary>
    public double? Cpu { get; init; }

    /// <summary>Processors to run on, <c>0-3,7</c>.</summary>
    public string? CpuSet { get; init; }

    /// <summary>Share of the processors where they are short: 1 to 10000, and 100 is usual.</summary>
    public int? CpuWeight { get; init; }

    /// <summary>Processes and threads.</summary>
    public long? Pids { get; init; }

    /// <summary>Share of input and output where it is short: 10 to 1000.</summary>
    public int? IOWeight { get; init; }

    /// <summary>Whether -1 takes a limit away.</summary>
    public bool MayRemove { get; init; }
}
