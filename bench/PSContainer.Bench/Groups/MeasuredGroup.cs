using PSContainer.Bench.Reporting;
using PSContainer.Bench.Scenes;

namespace PSContainer.Bench.Groups;

/// <summary>Measurements that belong together and can be asked for by name.</summary>
internal abstract class MeasuredGroup
{
    /// <summary>In the table's order.</summary>
    public static IReadOnlyList<MeasuredGroup> All { get; } =
        [new LauncherGroup(), new MemoryGroup(), new RuntimeGroup(), new ExecGroup(), new ManyGroup(), new LogGroup(), new HostedSessionGroup(), new PwshSessionGroup(), new RemotingGroup(), new ImportGroup(), new ImagesGroup(), new PullGroup(), new GrowthGroup()];

    public abstract string Name { get; }

    public abstract void Measure(Scene scene, BenchOptions options, Report report);
}
