using System.Globalization;
using PSContainer.State;

namespace PSContainer.Tests.Engine;

/// <summary>
/// Tells what other programs of the machine run from what is this process's: its descendants, and orphans, which may have been
/// that.
/// </summary>
internal sealed class OtherRuns
{
    private const string Launcher = "pscontainer";

    private readonly HashSet<int> own = [];

    public OtherRuns()
    {
        for (int pid = Environment.ProcessId; pid > 0; pid = ParentOf(pid))
        {
            own.Add(pid);
        }
    }

    /// <summary>Whether a process has somebody above it who is none of ours and lives.</summary>
    public bool Has(int pid)
    {
        int top = pid, parent = ParentOf(pid);
        while (parent > 0 && !own.Contains(parent))
        {
            (top, parent) = (parent, ParentOf(parent));
        }

        // Below one of our own ancestors there are orphans, and the monitors of detached containers; and others' sessions.
        return parent > 0 && parent != Environment.ProcessId && top != pid && Read($"/proc/{top}/comm").Trim() != Launcher;
    }

    /// <summary>Whether all processes of a cgroup are others', and there are some.</summary>
    public bool HasCgroup(string folder) => AllOthers(
        Read(folder + "/cgroup.procs").Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static pid => int.Parse(pid, CultureInfo.InvariantCulture)));

    /// <summary>Whether all processes that a container's state names are others', and there are some that live.</summary>
    /// <remarks>By pid and start time: the pid of one that has ended may be a stranger's by now.</remarks>
    public bool HasState(string folder)
    {
        string id = Path.GetFileName(folder);
        // Others' files may have any name.
        ContainerState? state = ContainerId.IsValid(id) ? new StateStore(StateRoot.At(Path.GetDirectoryName(folder)!)).Read(id).State : null;
        ProcessIdentity?[] processes = [state?.Process, state?.Monitor];
        return AllOthers(processes.Where(static process => process?.IsAlive() == true).Select(static process => process!.Value.Pid));
    }

    private bool AllOthers(IEnumerable<int> pids)
    {
        var alive = pids.Where(static pid => ParentOf(pid) > 0).ToList();
        return alive.Count > 0 && alive.TrueForAll(Has);
    }

    /// <summary>proc_pid_stat(5); 0 where there is no such process.</summary>
    private static int ParentOf(int pid)
    {
        string stat = Read($"/proc/{pid}/stat");
        return stat.Length == 0 ? 0 : int.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[1], CultureInfo.InvariantCulture);
    }

    private static string Read(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
