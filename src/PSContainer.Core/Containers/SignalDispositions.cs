using System.Globalization;
using PSContainer.Errors;
using PSContainer.Signals;

namespace PSContainer.Containers;

/// <summary>What a process does with signals, of <c>/proc/PID/status</c>; see <c>proc_pid_status(5)</c>.</summary>
/// <param name="IsInit">Whether it is process 1 of a PID namespace below the caller's.</param>
/// <param name="Blocked">Signals that wait, bit n-1 standing for signal n.</param>
/// <param name="Ignored">Signals that it throws away.</param>
/// <param name="Caught">Signals that it has a handler for.</param>
/// <param name="MayWait">Whether it may be waiting for signals: those that it waits for do not look blocked then, but are.</param>
internal readonly record struct SignalDispositions(bool IsInit, ulong Blocked, ulong Ignored, ulong Caught, bool MayWait)
{
    // rt_sigtimedwait of x86-64, of arm64, and of the two's 32-bit programs with either time: what sigwait(3) is made of.
    private static readonly string[] s_waits = ["128 ", "137 ", "177 ", "421 "];

    /// <summary>Reads them; null where the process is gone.</summary>
    public static SignalDispositions? Read(int pid)
    {
        string folder = string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}");
        try
        {
            bool waited = IsWaiting(folder);
            SignalDispositions found = Parse(File.ReadLines(folder + "/status"));
            return found with { MayWait = waited || IsWaiting(folder) };
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
        return IsInit && !MayWait && ((Blocked | Ignored | Caught) & bit) == 0 && SignalName.DefaultAction(signal) == SignalAction.Terminate;
    }

    // One who may not look has to assume it.
    private static bool IsWaiting(string folder)
    {
        try
        {
            string call = File.ReadAllText(folder + "/syscall");
            return Array.Exists(s_waits, wait => call.StartsWith(wait, StringComparison.Ordinal));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return true;
        }
    }

    // Its pid in each namespace, from the caller's inwards.
    private static bool IsInnermostOne(string pids) => pids.Split('\t') is [_, .., "1"];

    private static ulong Mask(string hex) =>
        ulong.TryParse(hex, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ulong mask) ? mask : 0;
}
