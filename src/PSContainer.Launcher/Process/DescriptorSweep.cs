using PSContainer.Errors;
using static PSContainer.Interop.Interop;

namespace PSContainer.Launcher.Process;

/// <summary>
/// Closes what the launcher has open, in a process on its way into a container. Close-on-exec would be too late: until then
/// <c>/proc/self/fd/N/..</c> as the command, or in its PATH, leads to the host's files (CVE-2024-21626).
/// </summary>
internal static class DescriptorSweep
{
    private const uint FirstAfterStandard = 3;

    /// <summary>Closes every descriptor but the standard ones, those that the caller passes on, and some.</summary>
    /// <param name="preserved">How many, from 3 on, belong to the command.</param>
    /// <param name="kept">Which others are needed; -1 is none.</param>
    /// <exception cref="LinuxException">The kernel, or a filter on system calls, does not let it.</exception>
    public static void CloseAllBut(uint preserved, params ReadOnlySpan<int> kept)
    {
        uint first = FirstAfterStandard + preserved;
        for (uint next = Next(kept, first); next < uint.MaxValue; next = Next(kept, first))
        {
            CloseBetween(first, next);
            first = next + 1;
        }

        CloseBetween(first, uint.MaxValue);
    }

    // There are a few: looking through them again costs less than sorting them.
    private static uint Next(ReadOnlySpan<int> kept, uint first)
    {
        uint next = uint.MaxValue;
        foreach (int descriptor in kept)
        {
            next = descriptor >= first ? Math.Min(next, (uint)descriptor) : next;
        }

        return next;
    }

    private static void CloseBetween(uint first, uint end)
    {
        if (first < end)
        {
            LinuxException.Check(CloseRange(first, end - 1, 0), "close_range");
        }
    }
}
