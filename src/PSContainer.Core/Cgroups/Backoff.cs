using System.Diagnostics;

namespace PSContainer.Cgroups;

/// <summary>Waits between looks at something that is usually there in microseconds and seldom takes long.</summary>
internal struct Backoff(TimeSpan patience)
{
    private const int QuickLooks = 50;
    private const int LongestPause = 10;

    private readonly long _start = Stopwatch.GetTimestamp();
    private int _looks;

    /// <summary>Waits a moment.</summary>
    /// <returns>False when patience is at its end.</returns>
    public bool Wait()
    {
        if (Stopwatch.GetElapsedTime(_start) >= patience)
        {
            return false;
        }

        if (_looks++ < QuickLooks)
        {
            Thread.Yield();
        }
        else
        {
            Thread.Sleep(Math.Min(_looks - QuickLooks, LongestPause));
        }

        return true;
    }
}
