using PSContainer.Client;
using PSContainer.State;

namespace PSContainer.Containers;

/// <summary>A container whose id is reserved and whose first state is about to be written.</summary>
internal static class LaunchInFlight
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(2);

    /// <summary>Looks at a container again once its state is there.</summary>
    public static void Await(Container container, CancelSignal cancel)
    {
        if (container.Status != ContainerStatus.Stopped || container.Store.TryOpen(container.Id) is not { } folder)
        {
            return;
        }

        using (folder)
        {
            Await(folder, cancel);
        }

        container.Refresh();
    }

    /// <summary>Waits until the state is there, or whoever was to write it is gone.</summary>
    public static void Await(ContainerFolder folder, CancelSignal cancel)
    {
        if (folder.Read().Problem != StateProblem.NotWritten)
        {
            return;
        }

        using ProcessHandle? launcher = LockHolder.TryOpen(folder);
        var deadline = Deadline.In(s_patience);
        while (launcher is not null && !deadline.IsOver && folder.Read().Problem == StateProblem.NotWritten
            && !launcher.AwaitEnd(TimeSpan.FromMilliseconds(1), cancel))
        {
        }
    }
}
