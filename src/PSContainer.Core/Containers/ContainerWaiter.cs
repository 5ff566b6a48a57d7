using PSContainer.Client;
using Tmds.Linux;
using static Tmds.Linux.LibC;

namespace PSContainer.Containers;

/// <summary>Waits for the ends of many containers at once, on one thread.</summary>
internal sealed unsafe class ContainerWaiter(CancelSignal cancel) : IDisposable
{
    private readonly List<ContainerWatch> _running = [];
    private readonly Queue<ContainerWatch> _ended = new();

    /// <summary>The containers whose ends were not yet told.</summary>
    public IEnumerable<Container> Left => _ended.Concat(_running).Select(static watch => watch.Container);

    /// <summary>Adds a container; one that has ended is the next to be told.</summary>
    public void Add(Container container)
    {
        var watch = new ContainerWatch(container);
        if (watch.HasEnded())
        {
            _ended.Enqueue(watch);
        }
        else
        {
            _running.Add(watch);
        }
    }

    /// <summary>The next container that has ended.</summary>
    /// <returns>Null when none is left, or none ended in time.</returns>
    /// <exception cref="OperationCanceledException">The wait was cancelled.</exception>
    public ContainerWatch? Next(Deadline deadline)
    {
        while (_ended.Count == 0 && _running.Count > 0)
        {
            Look(deadline);
            if (_ended.Count == 0 && deadline.IsOver)
            {
                return null;
            }
        }

        return _ended.TryDequeue(out ContainerWatch? next) ? next : null;
    }

    /// <summary>Waits no longer for one.</summary>
    public void Remove(Container container)
    {
        if (_running.Find(watch => watch.Container == container) is { } watch)
        {
            _running.Remove(watch);
            watch.Dispose();
        }
    }

    public void Dispose() => _running.ForEach(static watch => watch.Dispose());

    private void Look(Deadline deadline)
    {
        var files = new pollfd[_running.Count + 1];
        for (int i = 0; i < _running.Count; i++)
        {
            files[i] = new pollfd { fd = _running[i].Descriptor, events = (short)POLLIN };
        }

        files[^1] = new pollfd { fd = cancel.Descriptor, events = (short)POLLIN };
        fixed (pollfd* start = files)
        {
            poll(start, (uint)files.Length, deadline.PollTime);
        }

        if (files[^1].revents != 0)
        {
            throw new OperationCanceledException();
        }

        Collect(files);
    }

    // In the order in which they ended, where several have since the last look.
    private void Collect(pollfd[] files)
    {
        List<ContainerWatch> ended = [.. _running.Where((watch, i) => files[i].revents != 0 && watch.HasEnded())];
        _running.RemoveAll(ended.Contains);
        foreach (ContainerWatch watch in ended.OrderBy(static watch => watch.Container.ExitTime ?? DateTime.MaxValue))
        {
            _ended.Enqueue(watch);
        }
    }
}
