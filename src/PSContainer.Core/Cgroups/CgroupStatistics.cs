namespace PSContainer.Cgroups;

/// <summary>What a container's cgroup used so far, and its limits. Null: not measured, or for a limit, none.</summary>
public sealed class CgroupStatistics
{
    /// <summary>Memory in use, in bytes, page cache included.</summary>
    public long? MemoryUsage { get; set; }

    /// <summary>The most memory that was in use, in bytes.</summary>
    public long? MemoryPeak { get; set; }

    /// <summary>The memory limit, in bytes.</summary>
    public long? MemoryLimit { get; set; }

    /// <summary>Swap in use, in bytes.</summary>
    public long? SwapUsage { get; set; }

    /// <summary>The swap limit, in bytes, memory not included.</summary>
    public long? SwapLimit { get; set; }

    /// <summary>The lines of <c>memory.stat</c>, whose names differ between the versions of cgroups.</summary>
    public IReadOnlyDictionary<string, long> MemoryDetails { get; set; } = new Dictionary<string, long>();

    /// <summary>How many processes the kernel killed for want of memory.</summary>
    public long OomKills { get; set; }

    /// <summary>Processor time.</summary>
    public TimeSpan? CpuTime { get; set; }

    /// <summary>Processor time in user mode.</summary>
    public TimeSpan? CpuUserTime { get; set; }

    /// <summary>Processor time in the kernel.</summary>
    public TimeSpan? CpuSystemTime { get; set; }

    /// <summary>Periods of the processor quota that passed.</summary>
    public long? CpuPeriods { get; set; }

    /// <summary>Periods in which the quota was used up.</summary>
    public long? CpuThrottledPeriods { get; set; }

    /// <summary>Time that was waited because the quota was used up.</summary>
    public TimeSpan? CpuThrottledTime { get; set; }

    /// <summary>Input and output by block device.</summary>
    public IReadOnlyList<CgroupDeviceStatistics> Devices { get; set; } = [];

    /// <summary>Processes and threads.</summary>
    public long? PidsCurrent { get; set; }

    /// <summary>The limit of processes and threads.</summary>
    public long? PidsLimit { get; set; }

    /// <summary>Waiting for a processor.</summary>
    public CgroupPressure? CpuPressure { get; set; }

    /// <summary>Waiting for memory.</summary>
    public CgroupPressure? MemoryPressure { get; set; }

    /// <summary>Waiting for input and output.</summary>
    public CgroupPressure? IOPressure { get; set; }
}
