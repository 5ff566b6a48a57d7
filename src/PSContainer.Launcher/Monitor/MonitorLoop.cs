using Tmds.Linux;
using static Tmds.Linux.LibC;

namespace PSContainer.Launcher.Monitor;

/// <summary>A monitor's one thread: waits for its sources with poll(2), and lets each do its work when it is ready.</summary>
internal sealed unsafe class MonitorLoop
{
    /// <summary>The moment that does not come.</summary>
    public const long Never = long.MaxValue;

    /// <summary>The most sources, so that no client can make a monitor grow.</summary>
    public const int MaxSources = 64;

    // How long nothing may happen before memory is given back.
    private const int IdleMilliseconds = 500;

    private readonly IMonitorSource[] _sources = new IMonitorSource[MaxSources];
    private readonly MonitorMemory _memory;
    private int _count;

    /// <param name="memory">Is told when there is nothing to do.</param>
    public MonitorLoop(MonitorMemory memory) => _memory = memory;

    /// <summary>Milliseconds of a clock that nobody sets.</summary>
    public static long Now => Environment.TickCount64;

    /// <summary>Whether there is room for one more source.</summary>
    public bool HasRoom => _count < MaxSources;

    /// <summary>Adds a source; one that is added while others are called has its turn in the next round.</summary>
    public void Add(IMonitorSource source)
    {
        if (_count == MaxSources)
        {
            throw new InvalidOperationException("A monitor has too many sources.");
        }

        _sources[_count++] = source;
    }

    /// <summary>Takes a source out; a source may do so with itself or another while it is called.</summary>
    public void Remove(IMonitorSource source)
    {
        int index = IndexOf(source);
        if (index >= 0)
        {
            _count--;
            Array.Copy(_sources, index + 1, _sources, index, _count - index);
            _sources[_count] = null!;
        }
    }

    /// <summary>Goes on until that is so; it is asked after each round.</summary>
    public void RunUntil(Func<bool> isDone)
    {
        while (!isDone())
        {
            Turn(Never);
        }
    }

    /// <summary>Waits once, at most until that moment, and calls whoever is ready.</summary>
    /// <returns>Whether anyone was.</returns>
    public bool Turn(long until)
    {
        pollfd* files = stackalloc pollfd[MaxSources];
        IMonitorSource?[] round = _round;
        int count = _count;
        for (int i = 0; i < count; i++)
        {
            IMonitorSource source = round[i] = _sources[i];
            files[i] = new pollfd { fd = source.Descriptor, events = source.Events };
            until = Math.Min(until, source.Deadline);
        }

        int ready = Wait(files, count, until);
        bool any = false;
        for (int i = 0; i < count; i++)
        {
            any |= Call(round[i]!, ready > 0 ? files[i].revents : (short)0);
            round[i] = null;
        }

        return any;
    }

    private readonly IMonitorSource?[] _round = new IMonitorSource?[MaxSources];

    // Only after work has been done is there something to give back: then it is worth a look a little later, once.
    private int Wait(pollfd* files, int count, long until)
    {
        if (_memory.IsUsed)
        {
            long idle = Math.Min(until, Now + IdleMilliseconds);
            int ready = poll(files, (uint)count, Milliseconds(idle));
            if (ready != 0 || idle == until)
            {
                _memory.Used();
                return ready;
            }

            _memory.Release();
        }

        return poll(files, (uint)count, Milliseconds(until));
    }

    private bool Call(IMonitorSource source, short events)
    {
        bool isReady = events != 0 && IndexOf(source) >= 0;
        if (isReady)
        {
            _memory.Used();
            source.Ready(events);
        }

        bool isDue = source.Deadline <= Now && IndexOf(source) >= 0;
        if (isDue)
        {
            _memory.Used();
            source.Elapsed();
        }

        return isReady || isDue;
    }

    private int IndexOf(IMonitorSource source) => Array.IndexOf(_sources, source, 0, _count);

    private static int Milliseconds(long until) => until == Never ? -1 : (int)Math.Clamp(until - Now, 0, int.MaxValue);
}
