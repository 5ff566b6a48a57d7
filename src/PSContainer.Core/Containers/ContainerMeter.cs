using PSContainer.Cgroups;
using PSContainer.Errors;

namespace PSContainer.Containers;

/// <summary>Measures one container, once or again and again.</summary>
internal sealed class ContainerMeter : IDisposable
{
    private readonly StoredContainer _stored;
    private readonly Cgroup _cgroup;
    private TimeSpan? _cpuTime;
    private DateTime? _time;

    /// <exception cref="ContainerException"><c>Container.NotRunning</c>, <c>Container.NoCgroup</c></exception>
    public ContainerMeter(Container container)
    {
        Container = container;
        _stored = StoredContainer.Open(container.Store, container.Id);
        try
        {
            _cgroup = _stored.IsAlive ? _stored.RequireCgroup() : throw ContainerErrors.NotRunning(container.Name);
        }
        catch
        {
            _stored.Dispose();
            throw;
        }

        _time = container.Started;
        _cpuTime = TimeSpan.Zero;
    }

    /// <summary>What is measured.</summary>
    public Container Container { get; }

    /// <summary>What it has used so far; null where it is gone.</summary>
    public ContainerMeasurement? Measure()
    {
        CgroupStatistics statistics = _cgroup.ReadStatistics();
        if (statistics is { CpuTime: null, MemoryUsage: null, PidsCurrent: null })
        {
            return null;
        }

        DateTime now = DateTime.Now;
        double? percent = _time < now && statistics.CpuTime is { } used && _cpuTime is { } before
            ? 100 * (used - before) / (now - _time.Value)
            : null;
        (_cpuTime, _time) = (statistics.CpuTime, now);
        return new ContainerMeasurement(Container, statistics, now, percent);
    }

    public void Dispose() => _stored.Dispose();
}
