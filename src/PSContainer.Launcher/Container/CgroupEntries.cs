using PSContainer.Cgroups;
using static Tmds.Linux.LibC;

namespace PSContainer.Launcher.Container;

/// <summary>What a new process enters its version 1 cgroups by, open while it is started.</summary>
internal sealed class CgroupEntries(Cgroup? cgroup) : IDisposable
{
    public int[] Descriptors { get; } = cgroup?.OpenEntries() ?? [];

    public void Dispose() => Array.ForEach(Descriptors, static descriptor => _ = close(descriptor));
}
