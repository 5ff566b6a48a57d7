using PSContainer.Errors;
using PSContainer.State;

namespace PSContainer.Containers;

/// <summary>Stops the processes of a container where they are, and lets them go on.</summary>
internal static class ContainerFreezer
{
    /// <summary>Freezes every process of a container; returns when all have stopped.</summary>
    /// <exception cref="ContainerException"><c>Container.NotRunning</c>, <c>Container.NoCgroup</c>, <c>Cgroup.…</c></exception>
    public static void Pause(StoredContainer container)
    {
        if (container.Status is not (ContainerStatus.Running or ContainerStatus.Created))
        {
            throw ContainerErrors.NotRunning(container.State.Id);
        }

        container.RequireCgroup().Freeze();
        // Who created and did not start it goes on from there.
        container.Update(static state => state.Status = state.Status == ContainerStatus.Created ? state.Status : ContainerStatus.Paused);
    }

    /// <summary>Lets them go on.</summary>
    /// <exception cref="ContainerException"><c>Container.NotPaused</c>, <c>Cgroup.…</c></exception>
    public static void Resume(StoredContainer container)
    {
        if (container.Status != ContainerStatus.Paused)
        {
            throw ContainerErrors.NotPaused(container.State.Id);
        }

        container.RequireCgroup().Thaw();
        container.Update(static state => state.Status = state.Status == ContainerStatus.Paused ? ContainerStatus.Running : state.Status);
    }
}
