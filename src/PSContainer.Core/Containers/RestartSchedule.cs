using PSContainer.Protocol;

namespace PSContainer.Containers;

/// <summary>Whether and when a command that has ended is started again: at once almost, then later and later, until it has run for a while.</summary>
internal sealed class RestartSchedule(MonitorSettings settings)
{
    /// <summary>The first delay, in milliseconds.</summary>
    public const int FirstDelay = 100;

    /// <summary>The longest, in milliseconds.</summary>
    public const int LongestDelay = 60_000;

    /// <summary>Who ran this long, in milliseconds, begins with the first delay again.</summary>
    public const int Enough = 10_000;

    private int _delay = FirstDelay;

    /// <summary>The delay until the next start, in milliseconds; null where there is none.</summary>
    /// <param name="result">How it ended.</param>
    /// <param name="ran">How long it ran, in milliseconds.</param>
    /// <param name="restarts">How often it was started again so far.</param>
    public int? Next(ExitResult result, long ran, int restarts)
    {
        bool wanted = settings.RestartPolicy switch
        {
            ContainerRestartPolicy.No => false,
            ContainerRestartPolicy.OnFailure => result.Code != 0 && (settings.RestartLimit == 0 || restarts < settings.RestartLimit),
            _ => true,
        };
        if (!wanted)
        {
            return null;
        }

        int delay = ran >= Enough ? FirstDelay : _delay;
        _delay = Math.Min(delay * 2, LongestDelay);
        return delay;
    }
}
