using PSContainer.Cgroups;
using PSContainer.Launch;
using PSContainer.Launcher.Process;
using PSContainer.Oci;
using PSContainer.Protocol;
using static Tmds.Linux.LibC;

namespace PSContainer.Launcher.Container;

/// <summary>Runs one more process in a container that runs.</summary>
internal sealed class ContainerExecutor(ExecuteRequest request, byte[] processDocument, ILaunchReporter reporter)
{
    /// <summary>Runs it to its end.</summary>
    public ExitResult Run()
    {
        ProcessSpec process = RuntimeSpecReader.ReadProcess(processDocument);
        ContainerTarget target = ContainerTarget.Open(request.StateRoot, request.Id);
        using Cgroup? cgroup = target.State.CgroupPaths.Count > 0 ? Cgroup.Open(target.State.CgroupPaths) : null;
        int signals = ContainerWatcher.OpenSignals();
        int pid = ContainerProcess.Start(
            Plan(process, target), InitMode.None, cgroup?.UnifiedDescriptor ?? -1, pid => Enter(pid, target, cgroup));
        reporter.Created(pid);
        if (!ContainerWatcher.Await(pid, signals, reporter.CallerSocket))
        {
            // It leads a session and group of its own, which cannot be another's while its leader has not been waited for.
            kill(-pid, SIGKILL);
        }

        ExitResult result = ChildProcess.Wait(pid);
        reporter.Exited(result);
        return result;
    }

    private static void Enter(int pid, ContainerTarget target, Cgroup? cgroup)
    {
        target.VerifyAlive();
        cgroup?.Attach(pid);
    }

    private static LaunchPlan Plan(ProcessSpec process, ContainerTarget target)
    {
        var linux = new LinuxSpec
        {
            Namespaces = [.. target.Joins().Select(static join => new LinuxNamespace { Type = join.Kind, Path = join.Path })],
        };
        var spec = new RuntimeSpec { Process = process, Linux = linux };
        return LaunchPlanner.Plan(spec, HostFacts.Read(""));
    }
}
