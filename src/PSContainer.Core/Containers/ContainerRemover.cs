using PSContainer.Client;
using PSContainer.Errors;
using PSContainer.Events;
using PSContainer.Logs;
using PSContainer.Resctrl;
using PSContainer.State;
using static Tmds.Linux.LibC;

namespace PSContainer.Containers;

/// <summary>
/// Removes containers and whatever is left of them, broken ones too: processes (only such as are known for certain to be
/// theirs), cgroups, folder, id and name. What is gone already, or removed by another meanwhile, is no error.
/// </summary>
internal static class ContainerRemover
{
    // A monitor that has noted the end has microseconds of life left, unless it waits for a cgroup.
    private static readonly TimeSpan s_monitorTime = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan s_killTime = TimeSpan.FromSeconds(2);

    /// <summary>Removes a container.</summary>
    /// <param name="container">Which.</param>
    /// <param name="force">Whether one that runs is ended first.</param>
    /// <param name="cancel">Ends a wait.</param>
    /// <exception cref="ContainerException"><c>Container.Running</c>, <c>Container.Owned</c>, <c>Cgroup.…</c>, <c>State.…</c></exception>
    public static void Remove(Container container, bool force, CancelSignal cancel)
    {
        using ContainerFolder? folder = container.Store.TryOpen(container.Id);
        if (folder is null)
        {
            container.Refresh();
            return;
        }

        LaunchInFlight.Await(folder, cancel);
        container.Refresh();
        if (container.Status != ContainerStatus.Stopped)
        {
            // What was created and never started has nothing to lose.
            Stop(force || container.Status == ContainerStatus.Created ? container : throw StopErrors.Running(container), cancel);
        }

        Clear(container, folder, force, cancel);
        container.Refresh();
    }

    private static void Stop(Container container, CancelSignal cancel)
    {
        using var stopper = new ContainerStopper(cancel);
        stopper.Add(container, StopRequest.AtOnce);
        if (stopper.Next(Deadline.Never) is { Failure: { } failure })
        {
            throw failure;
        }
    }

    private static void Clear(Container container, ContainerFolder folder, bool force, CancelSignal cancel)
    {
        using (ProcessHandle? owner = Owner(folder))
        {
            if (owner is not null)
            {
                AwaitOwner(owner, container, force, isLost: folder.Read().State is null, cancel);
            }
        }

        // The owner may have cleared some, or all of it, and said so.
        RecordedCgroup.Clear(folder.Read().State?.CgroupPaths ?? LostCgroup.Find(container.Id));
        IntelRdt.Remove(folder.Read().State?.ResctrlPath);
        StorageFolder.Remove(folder.Read().State?.StoragePath);
        LogFiles.Remove(container.State.LogFolder);
        if (container.Store.Delete(folder) && container.State.Monitor is not null)
        {
            EventJournal.Append(container.Store.Root, [ContainerEventType.Removed], container.State);
        }
    }

    private static ProcessHandle? Owner(ContainerFolder folder) => folder.Read().State is { } state
        ? ProcessHandle.TryOpen(state.Monitor)
        : LockHolder.TryOpen(folder);

    // Of a container whose state cannot be read, the owner alone is known; its first process dies with it.
    private static void AwaitOwner(ProcessHandle owner, Container container, bool force, bool isLost, CancelSignal cancel)
    {
        if (isLost ? !force : !owner.AwaitEnd(s_monitorTime, cancel) && !force)
        {
            throw StopErrors.Owned(container);
        }

        owner.Send(SIGKILL);
        owner.AwaitEnd(s_killTime, cancel);
    }
}
