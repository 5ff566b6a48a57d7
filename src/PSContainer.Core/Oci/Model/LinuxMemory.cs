namespace PSContainer.Oci;

/// <summary>Memory limits, in bytes; -1 is "unlimited".</summary>
public sealed class LinuxMemory
{
    /// <summary>The hard limit.</summary>
    public long? Limit { get; set; }

    /// <summary>The soft limit, below which memory is not reclaimed first.</summary>
    public long? Reservation { get; set; }

    /// <summary>Memory and swap together; not below <see cref="Limit"/>.</summary>
    public long? Swap { get; set; }

    /// <summary>Kernel memory; without effect since Linux 5.4.</summary>
    public long? Kernel { get; set; }

    /// <summary>TCP buffers (version 1 of control groups only).</summary>
    public long? KernelTcp { get; set; }

    /// <summary>How readily memory is swapped, 0 to 100 (version 1 only).</summary>
    public ulong? Swappiness { get; set; }

    /// <summary>Whether processes wait instead of being ended when memory is short (version 1 only).</summary>
    public bool? DisableOomKiller { get; set; }

    /// <summary>Whether children count too (version 1 only).</summary>
    public bool? UseHierarchy { get; set; }

    /// <summary>Whether an update to less than what is in use is refused.</summary>
    public bool? CheckBeforeUpdate { get; set; }
}
