using PSContainer.Client;
using PSContainer.Containers;
using PSContainer.Errors;
using PSContainer.State;
using Tmds.Linux;
using static Tmds.Linux.LibC;

namespace PSContainer.Logs;

/// <summary>Reads a container's log, one record at a time, and waits for more where that is wanted.</summary>
internal sealed class LogReader : IDisposable
{
    private readonly Container _container;
    private readonly LogQuery _query;
    private readonly CancelSignal _cancel;
    private readonly DirectoryHandle _folder;
    private readonly LogLines _lines;
    private readonly LogAssembler _assembler;

    /// <exception cref="ContainerException"><c>Log.None</c></exception>
    public LogReader(Container container, LogQuery query, CancelSignal cancel)
    {
        (_container, _query, _cancel) = (container, query, cancel);
        using ContainerFolder? entry = container.Store.TryOpen(container.Id);
        _folder = (entry is null || !container.State.IsLogged ? null : LogFiles.TryOpen(entry, container.State.LogFolder)) ?? throw LogErrors.None(container);
        _lines = new LogLines(_folder);
        _assembler = new LogAssembler(container.Name);
    }

    /// <summary>How many lines of the files were no records.</summary>
    public long Damaged { get; private set; }

    /// <summary>How many files were removed before they were read.</summary>
    public long Missed => _lines.Missed;

    /// <summary>The records.</summary>
    /// <exception cref="OperationCanceledException">A wait was cancelled.</exception>
    /// <exception cref="ContainerException"><c>Log.Read.…</c></exception>
    public IEnumerable<ContainerLogRecord> Read()
    {
        foreach (ContainerLogRecord record in _query.Tail is { } tail ? Last(tail) : Written())
        {
            yield return record;
        }

        if (_query.Follow)
        {
            foreach (ContainerLogRecord record in Coming())
            {
                yield return record;
            }
        }

        // What has no end yet; or never gets one.
        foreach (ContainerLogSource stream in Enum.GetValues<ContainerLogSource>())
        {
            if (_assembler.Rest(stream) is { } rest && _query.Matches(rest))
            {
                yield return rest;
            }
        }
    }

    public void Dispose()
    {
        _lines.Dispose();
        _folder.Dispose();
    }

    private IEnumerable<ContainerLogRecord> Written()
    {
        while (Next() is { } record)
        {
            if (_query.Matches(record))
            {
                yield return record;
            }
        }
    }

    private IEnumerable<ContainerLogRecord> Last(int count)
    {
        var last = new Queue<ContainerLogRecord>();
        foreach (ContainerLogRecord record in Written())
        {
            last.Enqueue(record);
            if (last.Count > count)
            {
                last.Dequeue();
            }
        }

        return last;
    }

    private IEnumerable<ContainerLogRecord> Coming()
    {
        using var folder = new FolderWatch(_folder);
        using var watch = new ContainerWatch(_container);
        bool ended = false;
        while (!ended && DateTime.UtcNow <= _query.Until)
        {
            folder.Take();
            // In this order: what was written before the end is there when the end is seen.
            ended = watch.HasEnded();
            foreach (ContainerLogRecord record in Written())
            {
                yield return record;
            }

            if (!ended)
            {
                Wait(folder, watch);
            }
        }
    }

    private unsafe void Wait(FolderWatch folder, ContainerWatch watch)
    {
        const int look = 1000;
        pollfd* files = stackalloc pollfd[3];
        files[0] = new pollfd { fd = folder.Descriptor, events = (short)POLLIN };
        files[1] = new pollfd { fd = watch.Descriptor, events = (short)POLLIN };
        files[2] = new pollfd { fd = _cancel.Descriptor, events = (short)POLLIN };
        poll(files, 3, _query.Until == DateTime.MaxValue || folder.PollTime > 0 ? folder.PollTime : look);
        if (files[2].revents != 0)
        {
            throw new OperationCanceledException();
        }
    }

    private ContainerLogRecord? Next()
    {
        try
        {
            while (_lines.TryRead(out ReadOnlySpan<byte> line))
            {
                if (!LogLine.TryRead(line, out LogLine record, out ReadOnlySpan<byte> text))
                {
                    Damaged++;
                }
                else if (_assembler.Add(record, text) is { } whole)
                {
                    return whole;
                }
            }

            return null;
        }
        catch (LinuxException error)
        {
            throw LogErrors.CannotRead(_container, error);
        }
    }
}
