using PSContainer.Errors;
using PSContainer.Launch;
using PSContainer.Oci;
using PSContainer.Protocol;
using static PSContainer.Interop.Interop;
using static Tmds.Linux.LibC;

namespace PSContainer.Launcher.Process;

/// <summary>Starts a process by a launch plan: the parent's part.</summary>
internal sealed class ContainerProcess
{
    private readonly LaunchPlan _plan;
    private readonly InitMode _init;
    private readonly LaunchChannels _channels;
    private readonly SyncSocket _sync;
    private int _stage;

    private ContainerProcess(LaunchPlan plan, InitMode init, LaunchChannels channels)
    {
        _plan = plan;
        _init = init;
        _channels = channels;
        _sync = SyncSocket.Create();
    }

    /// <summary>Starts it and waits until it has become the command (or, idle, is set up; or waits to be started).</summary>
    /// <param name="plan">What it becomes.</param>
    /// <param name="init">What process 1 is.</param>
    /// <param name="cgroup">A cgroup v2 folder that it begins in, or -1.</param>
    /// <param name="beforeSetup">Called with its pid before its first step: joins cgroups; null where there is nothing to do.</param>
    /// <param name="channels">What it is given besides, and when the launcher wants to hear of it; null for nothing.</param>
    /// <returns>Its pid. It is a child of the calling process.</returns>
    /// <exception cref="ContainerException">A step failed; the process is gone.</exception>
    public static int Start(LaunchPlan plan, InitMode init, int cgroup, Action<int>? beforeSetup, LaunchChannels? channels = null)
    {
        var process = new ContainerProcess(plan, init, channels ?? LaunchChannels.None);
        if (plan.NeedsHostProc)
        {
            HostProc.Open();
        }

        try
        {
            return cgroup < 0 && beforeSetup is null && process.CanShareMemory
                ? process.RunSharingMemory()
                : process.RunCopy(cgroup, beforeSetup);
        }
        finally
        {
            process.EndStage();
            close(process._sync.Parent);
        }
    }

    private int RunCopy(int cgroup, Action<int>? beforeSetup)
    {
        // What is to come before the cgroup takes a process that is not yet in it.
        bool later = _plan.OutsideActions.Any(static action => action.Moment == OutsideMoment.BeforeCgroup)
            // Nor could one that has joined a user namespace join a cgroup namespace of the caller's.
            || (_plan.Namespaces.JoinsKind(NamespaceKind.User) && _plan.Namespaces.JoinsKind(NamespaceKind.Cgroup));
        int pid = Clone(later ? -1 : cgroup);
        var attendant = new SetupAttendant(_plan, _channels, _sync.Parent, pid);
        return OrKill(pid, () =>
        {
            attendant.Prepare(beforeSetup, writesMaps: !SetsClocks);
            attendant.Follow();
        });
    }

    // The word to go on is there before the process is: nobody is awake to give it later.
    private int RunSharingMemory()
    {
        SyncSocket.Send(_sync.Parent, SyncMessage.Go);
        int pid = SharedMemoryCloner.Clone(_channels.CloneFlags(_plan.Namespaces), () => ContainerChild.Run(_plan, _init, _sync, _channels));
        close(_sync.Child);
        return OrKill(pid, new SetupAttendant(_plan, _channels, _sync.Parent, pid).Follow);
    }

    // An init outside a command clones once more: that is a copy anyway.
    private bool CanShareMemory => !NeedsStage && !_plan.NeedsLauncher && _init != InitMode.Wrap && _channels.Console < 0;

    private static int OrKill(int pid, Action action)
    {
        try
        {
            action();
            return pid;
        }
        catch
        {
            ChildProcess.KillAndReap(pid);
            throw;
        }
    }

    private bool SetsClocks => _plan.Namespaces.TimeOffsets is not null;

    private bool NeedsStage => _plan.Namespaces.Joins.Count > 0 || SetsClocks || _channels.Listener is not null;

    private int Clone(int cgroup)
    {
        if (NeedsStage)
        {
            return CloneByStage(cgroup);
        }

        int pid = ProcessCloner.Clone(_channels.CloneFlags(_plan.Namespaces), cgroup);
        if (pid == 0)
        {
            ContainerChild.Run(_plan, _init, _sync, _channels);
        }

        close(_sync.Child);
        return pid;
    }

    // Joining takes a process of its own: a user namespace cannot be joined by one with threads, and a PID or time namespace
    // takes in only the children of whoever joins it.
    private int CloneByStage(int cgroup)
    {
        var files = NamespaceFiles.Open(_plan.Namespaces.Joins);
        _stage = ProcessCloner.Clone(0);
        if (_stage == 0)
        {
            JoinStage.Run(_plan, _init, files, cgroup, _sync, _channels);
        }

        close(_sync.Child);
        return AwaitProcess();
    }

    private int AwaitProcess()
    {
        while (true)
        {
            switch (SyncSocket.Receive(_sync.Parent, out int pid, out StepFailure? failure))
            {
                case SyncMessage.MapIds:
                    IdMapWriter.Write(_stage, _plan.Namespaces.IdMaps!);
                    SyncSocket.Send(_sync.Parent, SyncMessage.Go);
                    break;
                case SyncMessage.ProcessId:
                    return pid;
                case SyncMessage.Failed:
                    throw LaunchErrors.Step(failure!);
                default:
                    throw LaunchErrors.Vanished();
            }
        }
    }

    private void EndStage()
    {
        if (_stage > 0)
        {
            ChildProcess.KillAndReap(_stage);
        }
    }
}
