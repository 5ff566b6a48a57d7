using PSContainer.Events;
using PSContainer.State;

namespace PSContainer.Containers;

/// <summary>
/// A container whose end is waited for: the end of whoever records it (its launcher or monitor), or, where that was killed,
/// of its first process.
/// </summary>
internal sealed class ContainerWatch(Container container) : IDisposable
{
    private ProcessHandle? _awaited;

    /// <summary>The container; refreshed when it has ended.</summary>
    public Container Container => container;

    /// <summary>What becomes readable when it is worth looking again.</summary>
    public int Descriptor => _awaited?.Descriptor ?? -1;

    /// <summary>Whether the end is in the record, and with it the exit code.</summary>
    public bool IsRecorded => container.State.Status == ContainerStatus.Stopped && container.Status != ContainerStatus.Restarting;

    /// <summary>Looks again.</summary>
    /// <returns>True once the container has ended.</returns>
    public bool HasEnded()
    {
        if (_awaited is { HasEnded: false })
        {
            return false;
        }

        Dispose();
        container.Refresh();
        _awaited = IsRecorded ? null : ProcessHandle.TryOpen(container.State.Monitor) ?? ProcessHandle.TryOpen(container.State.Process);
        if (_awaited is null)
        {
            // It may have ended, and its end been recorded, since the record was read.
            container.Refresh();
            AskJournal();
        }

        return _awaited is null;
    }

    // Of a container that was removed with its end, the journal alone knows it.
    private void AskJournal()
    {
        if (container.ExitCode is null && container.Store.Read(container.Id).Problem == StateProblem.NotFound)
        {
            using var journal = new EventReader(container.Store.Root, waits: false);
            foreach (ContainerEvent happened in journal.Read())
            {
                if (happened.Id == container.Id && happened.Type == ContainerEventType.Exited)
                {
                    container.NoteEnd(happened);
                }
            }
        }
    }

    public void Dispose()
    {
        _awaited?.Dispose();
        _awaited = null;
    }
}
