using PSContainer.Cgroups;
using PSContainer.Errors;
using PSContainer.Launch;
using PSContainer.Launcher.Process;
using PSContainer.Oci;
using PSContainer.Protocol;
using PSContainer.State;

namespace PSContainer.Launcher.Container;

/// <summary>Launches one container, watches it, and clears it away: the whole life of a container from outside.</summary>
internal sealed class ContainerLauncher
{
    private readonly LaunchRequest _request;
    private readonly RuntimeSpec _spec;
    private readonly byte[] _specDocument;
    private readonly ILaunchReporter _reporter;
    private readonly StateStore _store;
    private readonly LaunchPlan _plan;

    /// <summary>Works everything out; does nothing yet.</summary>
    /// <exception cref="ContainerException">The spec is wrong, or asks for what cannot be had here.</exception>
    public ContainerLauncher(LaunchRequest request, byte[] specDocument, ILaunchReporter reporter)
    {
        _request = request;
        _specDocument = specDocument;
        _reporter = reporter;
        _spec = RuntimeSpecReader.Read(specDocument);
        BundlePaths.Resolve(_spec, request.Bundle);
        _store = new StateStore(StateRoot.At(request.StateRoot));
        ContainerId.Validate(request.Id);
        _plan = LaunchPlanner.Plan(_spec, HostFacts.Read($"{request.StateRoot}/{request.Id}"));
    }

    /// <summary>Launches, watches to the end and clears away.</summary>
    /// <returns>How the container's process ended.</returns>
    public ExitResult Run()
    {
        using ContainerFolder folder = _store.Reserve(_request.Id, _request.Name);
        using var record = new ContainerRecord(folder, _request, _spec);
        Cgroup? cgroup = null;
        try
        {
            cgroup = ContainerCgroup.Create(_request, _spec, _plan);
            int signals = ContainerWatcher.OpenSignals();
            int pid = Start(record, cgroup);
            _reporter.Created(pid);
            return Watch(record, cgroup, pid, signals);
        }
        catch
        {
            ContainerCgroup.Remove(cgroup);
            _store.Delete(_request.Id);
            throw;
        }
    }

    private int Start(ContainerRecord record, Cgroup? cgroup)
    {
        record.Creating(_specDocument, cgroup);
        int pid = ContainerProcess.Start(_plan, _request.Init, cgroup?.UnifiedDescriptor ?? -1, pid => cgroup?.Attach(pid));
        try
        {
            record.Running(pid);
            return pid;
        }
        catch
        {
            ChildProcess.KillAndReap(pid);
            throw;
        }
    }

    private ExitResult Watch(ContainerRecord record, Cgroup? cgroup, int pid, int signals)
    {
        if (!ContainerWatcher.Await(pid, signals, _request.Detached ? -1 : _reporter.CallerSocket))
        {
            Tmds.Linux.LibC.kill(pid, Tmds.Linux.LibC.SIGKILL);
        }

        ExitResult result = ChildProcess.Wait(pid);
        // Without a PID namespace of its own the process may have left others behind.
        cgroup?.Kill();
        result = record.Corrected(result) with { OomKilled = cgroup?.OomKillCount > 0 };
        ContainerCgroup.Remove(cgroup);
        if (_request.Detached)
        {
            record.Stopped(result);
        }
        else
        {
            _store.Delete(_request.Id);
        }

        _reporter.Exited(result);
        return result;
    }
}
