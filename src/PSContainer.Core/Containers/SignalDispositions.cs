using System.Globalization;
using PSContainer.Errors;
using PSContainer.Signals;

namespace PSContainer.Containers;

/// <summary>What a process does with signals, of <c>/proc/PID/status</c>; see <c>proc_pid_status(5)</c>.</summary>
/// <param name="IsInit">Whether it is process 1 of a PID namespace below the caller's.</param>
/// <param name="Blocked">Signals that wait, bit n-1 standing for signal n.</param>
/// <param name="Ignored">Signals that it throws away.</param>
/// <param name="Caught">Signals that it has a handler for.</param>
internal readonly record struct SignalDispositions(bool IsInit, ulong Blocked, ulong Ignored, ulong Caught)
{
    /// <summary>Reads them; null where the process is gone.</summary>
    public static SignalDispositions? Read(int pid)
    {
        try
        {
            return Parse(File.ReadLines(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/status")));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Reads the lines of the file.</summary>
    public static SignalDispositions Parse(IEnumerable<string> lines)
    {
        var found = default(SignalDispositions);
        foreach (string line in lines)
        {
            int colon = line.IndexOf(':', StringComparison.Ordinal);
            string value = line[(colon + 1)..].Trim();
            found = line[..Math.Max(0, colon)] switch
            {
                "NSpid" => found with { IsInit = IsInnermostOne(value) },
                "SigBlk" => found with { Blocked = Mask(value) },
                "SigIgn" => found with { Ignored = Mask(value) },
                "SigCgt" => found with { Caught = Mask(value) },
                _ => found,
            };
        }

        return found;
    }

    /// <summary>
    /// Whether the kernel throws a signal away that would end any other process: it spares process 1 from what that has no
    /// handler for (<c>pid_namespaces(7)</c>), unless it is blocked, and so may be waited for.
    /// </summary>
    public bool SparesFrom(int signal)
    {
        ulong bit = 1UL << (signal - 1);
        return IsInit && ((Blocked | Ignored | Caught) & bit) == 0 && SignalName.DefaultAction(signal) == SignalAction.Terminate;
    }

    // Its pid in each namespace, from the caller's inwards.
    private static bool IsInnermostOne(string pids) => pids.Split('\t') is [_, .., "1"];

    private static ulong Mask(string hex) =>
        ulong.TryParse(hex, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ulong mask) ? mask : 0;
}
