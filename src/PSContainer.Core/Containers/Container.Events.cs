using PSContainer.Containers;

namespace PSContainer;

public sealed partial class Container
{
    private EventHandler<ContainerEventArgs>? _exited;
    private EventHandler<ContainerEventArgs>? _oomKilled;

    /// <summary>
    /// It has ended, for good: not to be started again by its policy. Raised once, at once where it has ended already, on a thread
    /// that is there only while somebody waits for the events of a container.
    /// </summary>
    public event EventHandler<ContainerEventArgs> Exited
    {
        add => ContainerEventPump.Subscribe(this, () => _exited += value);
        remove => ContainerEventPump.Unsubscribe(this, () => _exited -= value);
    }

    /// <summary>The kernel has killed one of its processes for want of memory.</summary>
    public event EventHandler<ContainerEventArgs> OomKilled
    {
        add => ContainerEventPump.Subscribe(this, () => _oomKilled += value);
        remove => ContainerEventPump.Unsubscribe(this, () => _oomKilled -= value);
    }

    internal bool HasSubscribers => _exited is not null || _oomKilled is not null;

    internal void RaiseExited() => Raise(_exited);

    internal void RaiseOomKilled() => Raise(_oomKilled);

    // A handler that fails must neither keep others from hearing nor end the process.
    private void Raise(EventHandler<ContainerEventArgs>? handlers)
    {
        foreach (EventHandler<ContainerEventArgs> handler in Delegate.EnumerateInvocationList(handlers))
        {
            try
            {
                handler(this, new ContainerEventArgs(this));
            }
#pragma warning disable CA1031
            catch (Exception error)
#pragma warning restore CA1031
            {
                System.Diagnostics.Trace.TraceError(error.ToString());
            }
        }
    }
}
