using PSContainer.Oci;

namespace PSContainer.Configuration;

/// <summary>Clock offsets as the kernel wants them: whole seconds, which may be negative, and nanoseconds, which may not.</summary>
internal static class ClockOffsets
{
    private const int NanosecondsPerTick = 100;

    /// <summary>The offsets, or null where none is given.</summary>
    public static LinuxTimeOffsets? From(TimeSpan? boot, TimeSpan? monotonic) => boot is null && monotonic is null
        ? null
        : new LinuxTimeOffsets { Boottime = Offset(boot), Monotonic = Offset(monotonic) };

    private static LinuxTimeOffset? Offset(TimeSpan? span)
    {
        if (span is not { } offset)
        {
            return null;
        }

        long seconds = (long)Math.Floor(offset.TotalSeconds);
        long ticks = offset.Ticks - (seconds * TimeSpan.TicksPerSecond);
        return new LinuxTimeOffset { Secs = seconds, Nanosecs = (uint)(ticks * NanosecondsPerTick) };
    }
}
