using PSContainer.Errors;
using PSContainer.Events;
using PSContainer.State;

namespace PSContainer.Containers;

/// <summary>Suspends containers and lets them go on; one that is so already is left alone.</summary>
internal static class ContainerSuspension
{
    /// <exception cref="ContainerException"><c>Container.NotRunning</c>, <c>Container.NoCgroup</c>, <c>Cgroup.…</c></exception>
    public static void Suspend(Container container) => Change(container, static stored =>
    {
        if (stored.Status != ContainerStatus.Paused)
        {
            ContainerFreezer.Pause(stored);
            EventJournal.Append(stored.Store.Root, [ContainerEventType.Paused], stored.State);
        }
    });

    /// <exception cref="ContainerException"><c>Container.NotRunning</c>, <c>Cgroup.…</c></exception>
    public static void Resume(Container container) => Change(container, static stored =>
    {
        if (stored.Status == ContainerStatus.Paused)
        {
            ContainerFreezer.Resume(stored);
            EventJournal.Append(stored.Store.Root, [ContainerEventType.Resumed], stored.State);
        }
        else if (!stored.IsAlive)
        {
            throw ContainerErrors.NotRunning(stored.State.Id);
        }
    });

    private static void Change(Container container, Action<StoredContainer> change)
    {
        using (var stored = StoredContainer.Open(container.Store, container.Id))
        {
            change(stored);
        }

        container.Refresh();
    }
}
