namespace PSContainer.Containers;

/// <summary>A moment to wait until, or never.</summary>
internal readonly struct Deadline : IComparable<Deadline>
{
    /// <summary>The moment that does not come.</summary>
    public static readonly Deadline Never = new(long.MaxValue);

    private readonly long _milliseconds;

    private Deadline(long milliseconds) => _milliseconds = milliseconds;

    /// <summary>The moment that is so far away; <see cref="Timeout.InfiniteTimeSpan"/> for never.</summary>
    public static Deadline In(TimeSpan time) =>
        time < TimeSpan.Zero ? Never : new(Environment.TickCount64 + (long)Math.Ceiling(time.TotalMilliseconds));

    /// <summary>Whether it has come.</summary>
    public bool IsOver => Environment.TickCount64 >= _milliseconds;

    /// <summary>The time that is left, for <c>poll(2)</c>: -1 is without end.</summary>
    public int PollTime => this.Equals(Never) ? -1 : (int)Math.Clamp(_milliseconds - Environment.TickCount64, 0, int.MaxValue);

    /// <summary>The one that comes first.</summary>
    public static Deadline First(Deadline one, Deadline other) => one.CompareTo(other) <= 0 ? one : other;

    public int CompareTo(Deadline other) => _milliseconds.CompareTo(other._milliseconds);
}
