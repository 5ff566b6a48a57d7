using PSContainer.Client;
using PSContainer.Errors;
using PSContainer.Events;
using PSContainer.Logs;
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
    private const int FailureMilliseconds = 500;

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
            bool isNew = !s_subscriptions.Exists(subscription => subscription.Container == container && !subscription.IsOver);
            Subscription[] added = isNew ? [new Subscription(container)] : [];
            add();
            s_subscriptions.AddRange(added);

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
                // The thread lets go of it, who may be looking at it just now.
                s_subscriptions.FindAll(subscription => subscription.Container == container).ForEach(static subscription => subscription.IsOver = true);
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

    // Nothing may escape from a thread: it would end the session. What fails now, for want of descriptors for one, is tried again.
    private void Run()
    {
        while (Take() is { } subscriptions)
        {
            try
            {
                Look(subscriptions);
            }
#pragma warning disable CA1031
            catch (Exception error)
#pragma warning restore CA1031
            {
                System.Diagnostics.Trace.TraceError(error.ToString());
                Thread.Sleep(FailureMilliseconds);
            }
        }

        Dispose();
    }

    private void Look(List<Subscription> subscriptions)
    {
        // In this order: what was noted before an end is there when the end is seen.
        List<Subscription> ended = subscriptions.FindAll(static subscription => !subscription.IsOver && subscription.Watch.HasEnded());
        foreach (EventReader journal in Journals(subscriptions))
        {
            Tell(journal, subscriptions);
        }

        ended.ForEach(End);
        // What has ended, or was subscribed to meanwhile, is another list.
        if (subscriptions.TrueForAll(static subscription => !subscription.IsOver))
        {
            Wait(subscriptions);
        }
    }

    // The end of this thread and the begin of the next are told apart under the lock.
    private List<Subscription>? Take()
    {
        lock (s_lock)
        {
            _wake.Clear();
            s_subscriptions.FindAll(static subscription => subscription.IsOver).ForEach(static subscription => subscription.Watch.Dispose());
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
                if (happened.Type == ContainerEventType.OomKilled && happened.Id == subscription.Container.Id && journal.Position.IsAfter(subscription.Begin))
                {
                    subscription.Container.Refresh();
                    subscription.Container.RaiseOomKilled();
                }
            }
        }
    }

    private static void End(Subscription subscription)
    {
        subscription.IsOver = true;
        subscription.Container.RaiseExited();
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

        /// <summary>What is behind this in the journal has happened since; by no clock, which may be set back.</summary>
        public LogPosition Begin { get; } = EventJournal.End(container.Store.Root);

        public volatile bool IsOver;
    }
}
