using System.Diagnostics;

namespace PSContainer.Remoting;

/// <summary>Until when something has to have happened; set from any thread.</summary>
internal sealed class ServerDeadline
{
    private const long Never = long.MaxValue;

    private long _end;
    private TimeSpan _time;

    public ServerDeadline(TimeSpan time) => Set(time);

    /// <summary>The time that was given.</summary>
    public TimeSpan Time => _time;

    /// <summary>Whether it is over.</summary>
    public bool IsOver => Stopwatch.GetTimestamp() >= Interlocked.Read(ref _end);

    /// <summary>What is left, as poll(2) takes it; -1 where there is no end.</summary>
    public int Milliseconds => Interlocked.Read(ref _end) is var end && end == Never
        ? -1
        : (int)Math.Clamp(Math.Ceiling((end - Stopwatch.GetTimestamp()) * 1000.0 / Stopwatch.Frequency), 0, int.MaxValue);

    /// <summary>Begins anew; a time of zero or less has no end.</summary>
    public void Set(TimeSpan time)
    {
        _time = time;
        Interlocked.Exchange(ref _end, time <= TimeSpan.Zero ? Never : After(time));
    }

    /// <summary>Ends it earlier, where it would last longer.</summary>
    public void Lower(TimeSpan time)
    {
        if (Interlocked.Read(ref _end) > After(time))
        {
            Set(time);
        }
    }

    /// <summary>There is no end any more.</summary>
    public void Clear() => Interlocked.Exchange(ref _end, Never);

    private static long After(TimeSpan time) => Stopwatch.GetTimestamp() + (long)(time.TotalSeconds * Stopwatch.Frequency);
}
