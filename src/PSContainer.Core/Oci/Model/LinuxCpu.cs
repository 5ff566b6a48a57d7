namespace PSContainer.Oci;

/// <summary>Limits of processor time; times are microseconds.</summary>
public sealed class LinuxCpu
{
    /// <summary>The share relative to others; 1024 is usual.</summary>
    public ulong? Shares { get; set; }

    /// <summary>Time allowed in each period; -1 is "unlimited".</summary>
    public long? Quota { get; set; }

    /// <summary>Unused time that may be saved up for later.</summary>
    public ulong? Burst { get; set; }

    /// <summary>Length of a period; 100,000 is usual.</summary>
    public ulong? Period { get; set; }

    /// <summary>Time for real-time scheduling in each of its periods (version 1 of control groups only).</summary>
    public long? RealtimeRuntime { get; set; }

    /// <summary>Length of a real-time period (version 1 only).</summary>
    public ulong? RealtimePeriod { get; set; }

    /// <summary>The processors, as a list such as <c>0-3,7</c>.</summary>
    public string? Cpus { get; set; }

    /// <summary>The memory nodes, as such a list.</summary>
    public string? Mems { get; set; }

    /// <summary>1 for "only when nothing else wants to run", 0 for the default.</summary>
    public long? Idle { get; set; }
}
