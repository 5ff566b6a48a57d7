using PSContainer.Client;
using PSContainer.Errors;
using PSContainer.Events;
using PSContainer.State;
using Tmds.Linux;
using static Tmds.Linux.LibC;

namespace PSContainer.Containers;

/// <summary>
/// Raises the events of containers that somebody has subscribed to: of all of them on one thread, which begins with the first
/// subscription and ends with the last.
/// </summary>
internal sealed class ContainerEventPump : IDisposable
{
    private static readonly Lock s_lock = new();
    private static readonly List<Subscription> s_subscriptions = [];
    private static ContainerEventPump? s_current;

    private readonly WakeSignal _wake = new();
    private readonly Dictionary<string, EventReader> _journals = [];

    /// <summary>Whether the thread is there.</summary>
    public static bool IsRunning
    {
        get
        {
            lock (s_lock)
            {
                return s_current is not null;
            }
        }
    }

    /// <summary>Subscribes to a container's events.</summary>
    /// <param name="container">Which.</param>
    /// <param name="add">Adds the handler.</param>
    public static void Subscribe(Container container, Action add)
    {
        lock (s_lock)
        {
            add();
            if (!s_subscriptions.Exists(subscription => subscription.Container == container))
            {
                s_subscriptions.Add(new Subscription(container));
            }

            s_current?._wake.Set();
            s_current ??= Begin();
        }
    }

    /// <summary>Unsubscribes.</summary>
    public static void Unsubscribe(Container container, Action remove)
    {
        lock (s_lock)
        {
            remove();
            if (!container.HasSubscribers)
            {
                s_subscriptions.RemoveAll(subscription => subscription.Container == container);
                s_current?._wake.Set();
            }
        }
    }

    public void Dispose()
    {
        _wake.Dispose();
        foreach (EventReader journal in _journals.Values)
        {
            journal.Dispose();
        }
    }

    private static ContainerEventPump Begin()
    {
        var pump = new ContainerEventPump();
        new Thread(pump.Run) { IsBackground = true, Name = "Container events" }.Start();
        return pump;
    }

    private void Run()
    {
        while (Take() is { } subscriptions)
        {
            foreach (EventReader journal in Journals(subscriptions))
            {
                Tell(journal, subscriptions);
            }

            subscriptions.ForEach(End);
            // What has ended, or was subscribed to meanwhile, is another list.
            if (subscriptions.TrueForAll(static subscription => !subscription.IsOver))
            {
                Wait(subscriptions);
            }
        }

        Dispose();
    }

    // The end of this thread and the begin of the next are told apart under the lock.
    private List<Subscription>? Take()
    {
        lock (s_lock)
        {
            _wake.Clear();
            s_subscriptions.RemoveAll(static subscription => subscription.IsOver);
            if (s_subscriptions.Count > 0)
            {
                return [.. s_subscriptions];
            }

            s_current = null;
            return null;
        }
    }

    private IEnumerable<EventReader> Journals(List<Subscription> subscriptions)
    {
        foreach (StateRoot root in subscriptions.Select(static subscription => subscription.Container.Store.Root).DistinctBy(static root => root.Path))
        {
            if (!_journals.TryGetValue(root.Path, out EventReader? journal))
            {
                _journals.Add(root.Path, journal = new EventReader(root, waits: true));
            }

            yield return journal;
        }
    }

    private static void Tell(EventReader journal, List<Subscription> subscriptions)
    {
        foreach (ContainerEvent happened in journal.Read())
        {
            foreach (Subscription subscription in subscriptions)
            {
                if (happened.Type == ContainerEventType.OomKilled && happened.Id == subscription.Container.Id && happened.Utc >= subscription.Since)
                {
                    subscription.Container.Refresh();
                    subscription.Container.RaiseOomKilled();
                }
            }
        }
    }

    private static void End(Subscription subscription)
    {
        if (subscription.Watch.HasEnded())
        {
            subscription.IsOver = true;
            subscription.Container.RaiseExited();
        }
    }

    private unsafe void Wait(List<Subscription> subscriptions)
    {
        List<EventReader> journals = [.. Journals(subscriptions)];
        var files = new pollfd[1 + journals.Count + subscriptions.Count];
        files[0] = new pollfd { fd = _wake.Descriptor, events = (short)POLLIN };
        for (int i = 1; i < files.Length; i++)
        {
            int descriptor = i <= journals.Count ? journals[i - 1].Descriptor : subscriptions[i - 1 - journals.Count].Watch.Descriptor;
            files[i] = new pollfd { fd = descriptor, events = (short)POLLIN };
        }

        fixed (pollfd* start = files)
        {
            poll(start, (uint)files.Length, journals.Exists(static journal => journal.PollTime >= 0) ? 100 : -1);
        }
    }

    private sealed class Subscription(Container container)
    {
        public Container Container { get; } = container;

        public ContainerWatch Watch { get; } = new(container);

        public DateTimeOffset Since { get; } = DateTimeOffset.UtcNow;

        public bool IsOver { get; set; }
    }
}
