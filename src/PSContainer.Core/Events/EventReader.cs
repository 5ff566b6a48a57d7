using PSContainer.Client;
using PSContainer.Logs;
using PSContainer.State;
using Tmds.Linux;
using static Tmds.Linux.LibC;

namespace PSContainer.Events;

/// <summary>Reads the journal, from its beginning on, and waits for more.</summary>
internal sealed class EventReader : IDisposable
{
    private readonly DirectoryHandle? _folder;
    private readonly LogLines? _lines;
    private readonly FolderWatch? _watch;

    /// <param name="root">Whose journal.</param>
    /// <param name="waits">Whether it will be waited for more: then a journal is made where there is none.</param>
    /// <exception cref="Errors.ContainerException"><c>State.Root.…</c></exception>
    public EventReader(StateRoot root, bool waits)
    {
        _folder = EventJournal.Open(root, create: waits);
        _lines = _folder is null ? null : new LogLines(_folder);
        _watch = waits && _folder is not null ? new FolderWatch(_folder) : null;
    }

    /// <summary>Readable when there may be more; -1 where that cannot be told.</summary>
    public int Descriptor => _watch?.Descriptor ?? -1;

    /// <summary>The longest to wait for that, in milliseconds; -1 for as long as it takes.</summary>
    public int PollTime => _watch?.PollTime ?? -1;

    /// <summary>Where the event ended that was read last.</summary>
    public LogPosition Position => _lines?.Position ?? default;

    /// <summary>What has been written since the last call.</summary>
    public IEnumerable<ContainerEvent> Read()
    {
        _watch?.Take();
        while (Next() is { } happened)
        {
            yield return happened;
        }
    }

    /// <summary>Waits until there may be more.</summary>
    /// <exception cref="OperationCanceledException">The wait was cancelled.</exception>
    public unsafe void Wait(CancelSignal cancel)
    {
        pollfd* files = stackalloc pollfd[2];
        files[0] = new pollfd { fd = Descriptor, events = (short)POLLIN };
        files[1] = new pollfd { fd = cancel.Descriptor, events = (short)POLLIN };
        poll(files, 2, PollTime);
        if (files[1].revents != 0)
        {
            throw new OperationCanceledException();
        }
    }

    public void Dispose()
    {
        _watch?.Dispose();
        _lines?.Dispose();
        _folder?.Dispose();
    }

    private ContainerEvent? Next()
    {
        while (_lines is not null && _lines.TryRead(out ReadOnlySpan<byte> line))
        {
            if (EventText.TryRead(line) is { } happened)
            {
                return happened;
            }
        }

        return null;
    }
}
