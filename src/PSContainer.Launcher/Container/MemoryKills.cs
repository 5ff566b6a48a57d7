using PSContainer.Cgroups;
using PSContainer.Containers;
using PSContainer.Errors;
using PSContainer.Protocol;

namespace PSContainer.Launcher.Container;

/// <summary>Tells whether the kernel killed processes of a container for want of memory.</summary>
internal static class MemoryKills
{
    /// <summary>The result, with the kill and the limit in it where there was one.</summary>
    /// <param name="result">How a process ended.</param>
    /// <param name="cgroup">The container's, or null.</param>
    /// <param name="before">How many kills there were before.</param>
    public static ExitResult Told(ExitResult result, Cgroup? cgroup, long before) => cgroup?.OomKillCount > before
        ? result with { OomKilled = true, MemoryLimit = cgroup.MemoryLimit }
        : result;

    /// <summary>Why a process vanished while it was set up: killed for want of memory, if it was.</summary>
    public static ContainerException Explain(ContainerException error, Cgroup? cgroup) =>
        error.ErrorId == "Launch.Vanished" && cgroup?.OomKillCount > 0 ? OutOfMemory.Error(cgroup.MemoryLimit) : error;
}
