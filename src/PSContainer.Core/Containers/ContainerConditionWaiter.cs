using PSContainer.Client;
using PSContainer.Errors;
using PSContainer.State;
using Tmds.Linux;
using static Tmds.Linux.LibC;

namespace PSContainer.Containers;

/// <summary>Waits for many containers at once to become something other than ended, on one thread.</summary>
internal sealed unsafe class ContainerConditionWaiter(ContainerCondition condition, CancelSignal cancel) : IDisposable
{
    // Some of what is waited for is nobody's to tell: the end of a monitor that was killed.
    private const int LookMilliseconds = 500;

    private readonly List<Watched> _left = [];

    /// <summary>Those that have not become it yet.</summary>
    public IEnumerable<Container> Left => _left.Select(static watched => watched.Container);

    /// <summary>Adds a container.</summary>
    /// <exception cref="ContainerException"><c>Container.NoHealth</c>: it has no health checks.</exception>
    public void Add(Container container)
    {
        if (condition is ContainerCondition.Healthy or ContainerCondition.Unhealthy && container.Health is null)
        {
            throw StopErrors.NoHealth(container);
        }

        _left.Add(new Watched(container));
    }

    /// <summary>The next container that has become it, or that cannot any more.</summary>
    /// <param name="deadline">Until when to wait.</param>
    /// <param name="isMet">Whether it has become it.</param>
    /// <returns>Null when none is left, or the time is up.</returns>
    /// <exception cref="OperationCanceledException">The wait was cancelled.</exception>
    public Container? Next(Deadline deadline, out bool isMet)
    {
        while (_left.Count > 0)
        {
            foreach (Watched watched in _left)
            {
                watched.Watch?.Take();
                watched.Container.Refresh();
                isMet = IsMet(watched.Container);
                if (isMet || !CanBeMet(watched.Container))
                {
                    _left.Remove(watched);
                    watched.Dispose();
                    return watched.Container;
                }
            }

            if (deadline.IsOver)
            {
                break;
            }

            Wait(deadline);
        }

        isMet = false;
        return null;
    }

    public void Dispose() => _left.ForEach(static watched => watched.Dispose());

    private bool IsMet(Container container) => condition switch
    {
        ContainerCondition.Running => container.Status == ContainerStatus.Running,
        ContainerCondition.Paused => container.Status == ContainerStatus.Paused,
        ContainerCondition.Healthy => container.IsAlive && container.Health == ContainerHealth.Healthy,
        ContainerCondition.Unhealthy => container.IsAlive && container.Health == ContainerHealth.Unhealthy,
        ContainerCondition.Removed => container.Store.Read(container.Id).Problem == StateProblem.NotFound,
        _ => container.Status == ContainerStatus.Stopped,
    };

    private bool CanBeMet(Container container) => condition == ContainerCondition.Removed || container.Status != ContainerStatus.Stopped;

    private void Wait(Deadline deadline)
    {
        var files = new pollfd[_left.Count + 1];
        for (int i = 0; i < _left.Count; i++)
        {
            files[i] = new pollfd { fd = _left[i].Watch?.Descriptor ?? -1, events = (short)POLLIN };
        }

        files[^1] = new pollfd { fd = cancel.Descriptor, events = (short)POLLIN };
        fixed (pollfd* start = files)
        {
            uint look = (uint)Math.Min(LookMilliseconds, _left.Min(static watched => (uint)(watched.Watch?.PollTime ?? LookMilliseconds)));
            poll(start, (uint)files.Length, (int)Math.Min(look, (uint)deadline.PollTime));
        }

        if (files[^1].revents != 0)
        {
            throw new OperationCanceledException();
        }
    }

    private sealed class Watched : IDisposable
    {
        public Watched(Container container)
        {
            Container = container;
            using ContainerFolder? folder = container.Store.TryOpen(container.Id);
            Watch = folder is null ? null : new FolderWatch(folder.Directory);
        }

        public Container Container { get; }

        public FolderWatch? Watch { get; }

        public void Dispose() => Watch?.Dispose();
    }
}
