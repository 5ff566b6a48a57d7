using PSContainer.Cgroups;

namespace PSContainer;

/// <summary>
/// What a container has used up to a moment, and its limits. Bytes are whole numbers, times are <see cref="TimeSpan"/>, shares are in
/// percent. Null: not measured here, or for a limit, none.
/// </summary>
public sealed class ContainerMeasurement
{
    private readonly CgroupStatistics _statistics;

    internal ContainerMeasurement(Container container, CgroupStatistics statistics, DateTime time, double? cpuPercent)
    {
        Id = container.Id;
        Name = container.Name;
        Time = time;
        CpuPercent = cpuPercent;
        _statistics = statistics;
    }

    /// <summary>The container's id.</summary>
    public string Id { get; }

    /// <summary>The container's name.</summary>
    public string Name { get; }

    /// <summary>When it was measured, in local time.</summary>
    public DateTime Time { get; }

    /// <summary>
    /// Processor time as a share of the time that passed, in percent of one processor: since the measurement before, or in the first
    /// since the container was started.
    /// </summary>
    public double? CpuPercent { get; }

    /// <summary>Processor time used.</summary>
    public TimeSpan? CpuTime => _statistics.CpuTime;

    /// <summary>Processor time used in user mode.</summary>
    public TimeSpan? CpuUserTime => _statistics.CpuUserTime;

    /// <summary>Processor time used in the kernel.</summary>
    public TimeSpan? CpuSystemTime => _statistics.CpuSystemTime;

    /// <summary>How often the limit of processor time was used up: periods, of 100 ms each.</summary>
    public long? CpuThrottledPeriods => _statistics.CpuThrottledPeriods;

    /// <summary>Time that was waited because the limit of processor time was used up.</summary>
    public TimeSpan? CpuThrottledTime => _statistics.CpuThrottledTime;

    /// <summary>Memory in use, page cache included, in bytes.</summary>
    public long? MemoryUsage => _statistics.MemoryUsage;

    /// <summary>The most memory that was in use, in bytes.</summary>
    public long? MemoryPeak => _statistics.MemoryPeak;

    /// <summary>The limit of memory, in bytes.</summary>
    public long? MemoryLimit => _statistics.MemoryLimit;

    /// <summary>Memory in use, in percent of the limit.</summary>
    public double? MemoryPercent => MemoryLimit > 0 ? 100.0 * MemoryUsage / MemoryLimit : null;

    /// <summary>The kernel's own account of the memory, in bytes or numbers; names differ between the versions of cgroups.</summary>
    public IReadOnlyDictionary<string, long> MemoryDetails => _statistics.MemoryDetails;

    /// <summary>Swap in use, in bytes.</summary>
    public long? SwapUsage => _statistics.SwapUsage;

    /// <summary>The limit of swap, memory not included, in bytes.</summary>
    public long? SwapLimit => _statistics.SwapLimit;

    /// <summary>How many processes the kernel killed for want of memory.</summary>
    public long OomKills => _statistics.OomKills;

    /// <summary>Bytes read from block devices.</summary>
    public long ReadBytes => _statistics.Devices.Sum(static device => device.ReadBytes);

    /// <summary>Bytes written to block devices.</summary>
    public long WriteBytes => _statistics.Devices.Sum(static device => device.WriteBytes);

    /// <summary>Input and output by block device.</summary>
    public IReadOnlyList<CgroupDeviceStatistics> Devices => _statistics.Devices;

    /// <summary>Processes and threads.</summary>
    public long? Pids => _statistics.PidsCurrent;

    /// <summary>The limit of processes and threads.</summary>
    public long? PidsLimit => _statistics.PidsLimit;

    /// <summary>Waiting for a processor (pressure stall information); version 2 of cgroups only.</summary>
    public CgroupPressure? CpuPressure => _statistics.CpuPressure;

    /// <summary>Waiting for memory.</summary>
    public CgroupPressure? MemoryPressure => _statistics.MemoryPressure;

    /// <summary>Waiting for input and output.</summary>
    public CgroupPressure? IOPressure => _statistics.IOPressure;

    /// <summary>The container's name.</summary>
    public override string ToString() => Name;
}
