using PSContainer.Client;

namespace PSContainer.Containers;

/// <summary>Stops many containers at once: all are signalled first and then waited for.</summary>
internal sealed class ContainerStopper(CancelSignal cancel) : IDisposable
{
    private readonly ContainerWaiter _waiter = new(cancel);
    private readonly List<ContainerStop> _pending = [];

    /// <summary>Those that have not ended yet.</summary>
    public IReadOnlyList<ContainerStop> Pending => _pending;

    /// <summary>Signals a container. One that has ended is the next to be told.</summary>
    public void Add(Container container, StopRequest request)
    {
        LaunchInFlight.Await(container, cancel);
        var stop = ContainerStop.Begin(container, request);
        _waiter.Add(container);
        _pending.Add(stop);
    }

    /// <summary>The next container that has ended, or that could not be stopped.</summary>
    /// <returns>Null when none is left, or none ended in time.</returns>
    /// <exception cref="OperationCanceledException">The wait was cancelled; what was signalled stays so.</exception>
    public ContainerStop? Next(Deadline deadline)
    {
        while (_pending.Count > 0)
        {
            Deadline step = _pending.Min(static stop => stop.Deadline);
            if (_waiter.Next(Deadline.First(step, deadline)) is { } ended)
            {
                return Take(ended);
            }

            if (Escalate() is { } failed)
            {
                return failed;
            }

            if (deadline.IsOver)
            {
                return null;
            }
        }

        return null;
    }

    public void Dispose() => _waiter.Dispose();

    private ContainerStop Take(ContainerWatch ended)
    {
        ContainerStop stop = _pending.Find(stop => stop.Container == ended.Container)!;
        _pending.Remove(stop);
        stop.Finish(ended.IsRecorded);
        return stop;
    }

    private ContainerStop? Escalate()
    {
        foreach (ContainerStop stop in _pending)
        {
            if (stop.Deadline.IsOver)
            {
                stop.Escalate();
            }
        }

        ContainerStop? failed = _pending.Find(static stop => stop.Failure is not null);
        if (failed is not null)
        {
            _pending.Remove(failed);
            _waiter.Remove(failed.Container);
        }

        return failed;
    }
}
