using PSContainer.Errors;
using PSContainer.Launch;
using PSContainer.Protocol;
using static PSContainer.Interop.Interop;
using static Tmds.Linux.LibC;

namespace PSContainer.Launcher.Process;

/// <summary>Starts a process by a launch plan: the parent's part.</summary>
internal sealed class ContainerProcess
{
    private readonly LaunchPlan _plan;
    private readonly InitMode _init;
    private readonly SyncSocket _sync;

    private ContainerProcess(LaunchPlan plan, InitMode init)
    {
        _plan = plan;
        _init = init;
        _sync = SyncSocket.Create();
    }

    /// <summary>Starts it and waits until it has become the command (or, idle, is set up).</summary>
    /// <param name="plan">What it becomes.</param>
    /// <param name="init">What process 1 is.</param>
    /// <param name="cgroup">A cgroup v2 folder that it begins in, or -1.</param>
    /// <param name="beforeSetup">Called with its pid before its first step: joins cgroups, records it.</param>
    /// <returns>Its pid. It is a child of the calling process.</returns>
    /// <exception cref="ContainerException">A step failed; the process is gone.</exception>
    public static int Start(LaunchPlan plan, InitMode init, int cgroup, Action<int> beforeSetup)
    {
        var process = new ContainerProcess(plan, init);
        int pid = process.Clone(cgroup);
        try
        {
            return process.SetUp(pid, beforeSetup);
        }
        catch
        {
            ChildProcess.KillAndReap(pid);
            throw;
        }
        finally
        {
            close(process._sync.Parent);
        }
    }

    private bool NeedsStage => _plan.Namespaces.Joins.Count > 0 || _plan.Namespaces.TimeOffsets is not null;

    private int Clone(int cgroup)
    {
        if (NeedsStage)
        {
            return CloneByStage(cgroup);
        }

        int pid = ProcessCloner.Clone(_plan.Namespaces.CloneFlags, cgroup);
        if (pid == 0)
        {
            ContainerChild.Run(_plan, _init, _sync);
        }

        close(_sync.Child);
        return pid;
    }

    // Joining takes a process of its own: a user namespace cannot be joined by one with threads, and a PID or time namespace
    // takes in only the children of whoever joins it.
    private int CloneByStage(int cgroup)
    {
        var files = NamespaceFiles.Open(_plan.Namespaces.Joins);
        int stage = ProcessCloner.Clone(0);
        if (stage == 0)
        {
            JoinStage.Run(_plan, _init, files, cgroup, _sync);
        }

        close(_sync.Child);
        try
        {
            return AwaitProcess(stage);
        }
        finally
        {
            ChildProcess.KillAndReap(stage);
        }
    }

    private int AwaitProcess(int stage)
    {
        while (true)
        {
            switch (SyncSocket.Receive(_sync.Parent, out int pid, out StepFailure? failure))
            {
                case SyncMessage.MapIds:
                    IdMapWriter.Write(stage, _plan.Namespaces.IdMaps!);
                    SyncSocket.Send(_sync.Parent, SyncMessage.Go);
                    break;
                case SyncMessage.ProcessId:
                    return pid;
                case SyncMessage.Failed:
                    throw LaunchErrors.Step(_plan, failure!);
                default:
                    throw LaunchErrors.Vanished();
            }
        }
    }

    private int SetUp(int pid, Action<int> beforeSetup)
    {
        bool mappedByStage = NeedsStage && _plan.Namespaces.TimeOffsets is not null;
        if (_plan.Namespaces.IdMaps is { } maps && !mappedByStage)
        {
            IdMapWriter.Write(pid, maps);
        }

        beforeSetup(pid);
        SyncSocket.Send(_sync.Parent, SyncMessage.Go);
        return SyncSocket.Receive(_sync.Parent, out _, out StepFailure? failure) switch
        {
            SyncMessage.Failed => throw LaunchErrors.Step(_plan, failure!),
            // The end of file means that it executed the command, or died on the way.
            _ => ChildProcess.HasDiedInSetup(pid) ? throw LaunchErrors.Vanished() : pid,
        };
    }
}
