using PSContainer.Cgroups;
using PSContainer.Errors;
using PSContainer.Launch;
using PSContainer.Launcher.Process;
using PSContainer.Oci;
using PSContainer.Protocol;
using PSContainer.Resctrl;
using PSContainer.State;

namespace PSContainer.Launcher.Container;

/// <summary>
/// Makes a container: its entry in the state store, its cgroup, its process. When anything fails, all of it is taken back.
/// </summary>
internal sealed class ContainerMaker : IDisposable
{
    // Podman's --group-add keep-groups, in crun's words.
    private const string KeepGroupsAnnotation = "run.oci.keep_original_groups";

    private readonly LaunchRequest _request;
    private readonly MakerOptions _options;
    private readonly RuntimeSpec _spec;
    private readonly byte[] _specDocument;
    private readonly StateStore _store;
    private readonly LaunchPlan _plan;
    private readonly ContainerHooks _hooks;
    private ContainerFolder? _folder;
    private StartSocket? _start;
    private IntelRdt? _rdt;
    private ContainerScope? _scope;

    /// <summary>Works everything out; does nothing yet.</summary>
    /// <param name="request">What is to be made.</param>
    /// <param name="spec">By what.</param>
    /// <param name="specDocument">The same as it was given, to be kept.</param>
    /// <param name="options">What is wanted besides.</param>
    /// <exception cref="ContainerException">The spec is wrong, or asks for what cannot be had here.</exception>
    public ContainerMaker(LaunchRequest request, RuntimeSpec spec, byte[] specDocument, MakerOptions options)
    {
        _request = request;
        _options = options;
        _specDocument = specDocument;
        ContainerId.Validate(request.Id);
        _spec = spec;
        BundlePaths.Resolve(_spec, request.Bundle);
        _store = new StateStore(StateRoot.At(request.StateRoot));
        _plan = LaunchPlanner.Plan(_spec, HostFacts.Read(_spec), PlanOptions);
        _hooks = new ContainerHooks(_spec, request.Bundle, options.Environment) { Warn = options.Warn };
        Record = new ContainerRecord(request, _spec, options.Leaves);
    }

    /// <summary>The container's entry in the state store.</summary>
    public ContainerRecord Record { get; }

    /// <summary>Its cgroup, or null where it has none.</summary>
    public Cgroup? Cgroup { get; private set; }

    /// <summary>Whether processes of it may live on when its first one has ended: it shares a PID namespace.</summary>
    public bool LeavesOrphans => !_plan.Namespaces.Makes(NamespaceKind.Pid);

    /// <summary>What the container is made by.</summary>
    public RuntimeSpec Spec => _spec;

    private LaunchOptions PlanOptions => new()
    {
        Id = _request.Id, Bundle = _request.Bundle, AwaitsStart = _options.AwaitsStart, OutlivesLauncher = _options.Leaves,
        PreservedDescriptors = _options.PreservedDescriptors, MakesWorkingDirectory = _options.AsOtherRuntimes,
        OwnsStreams = _options.AsOtherRuntimes, LooksHomeUp = _options.AsOtherRuntimes, ResetsAffinity = _options.AsOtherRuntimes,
        KeepsGroups = _options.AsOtherRuntimes && _spec.Annotations?.GetValueOrDefault(KeepGroupsAnnotation) == "1",
        OwnKeyring = _options.OwnKeyring, PlainTerminal = _options.RelaysConsole, Environment = _options.Environment,
    };

    /// <summary>Makes it.</summary>
    /// <returns>The pid of its first process, which runs, or waits to be started.</returns>
    public int Make()
    {
        Trace();
        _folder = _store.Reserve(_request.Id, _request.Name);
        try
        {
            Record.Open(_folder);
            _scope = _options is { Systemd: { } systemd, WithoutCgroup: false } ? new ContainerScope(systemd, _request, _spec) : null;
            Cgroup = _scope is not null || _options.WithoutCgroup ? null : ContainerCgroup.Create(_request, _spec, _plan, _options.AllControllers);
            _rdt = IntelRdt.Create(_spec.Linux?.IntelRdt, _request.Id);
            Record.Creating(_specDocument, Cgroup, _rdt?.Path);
            _start = _options.AwaitsStart ? StartSocket.Listen(_folder) : null;
            return Start();
        }
        catch (ContainerException error)
        {
            ContainerException told = MemoryKills.Explain(error, Cgroup);
            Undo();
            if (told != error)
            {
                throw told;
            }

            throw;
        }
        catch
        {
            Undo();
            throw;
        }
    }

    /// <summary>Whether what is known of it is kept when it has ended.</summary>
    public bool Keeps => _options.Keeps;

    /// <summary>Notes how its process ended, and removes all but that; where it is to be kept, not even the cgroup.</summary>
    public void Stop(ExitResult result)
    {
        string? error = Keeps ? null : Clear();
        Record.Stopped(result, Cgroup?.ToState() ?? [], error);
    }

    // The exit code is noted whatever becomes of the rest; what is left of the cgroup is noted with it, for Remove-Container.
    private string? Clear()
    {
        try
        {
            ContainerCgroup.Remove(Cgroup);
            Cgroup = null;
            IntelRdt.Remove(_rdt?.Path);
            return null;
        }
        catch (Exception error) when (error is ContainerException or LinuxException)
        {
            return error.Message;
        }
    }

    /// <summary>Removes the container: cgroup, hooks of its end, entry. Its process has ended.</summary>
    public void Remove()
    {
        ContainerCgroup.Remove(Cgroup);
        Cgroup = null;
        IntelRdt.Remove(_rdt?.Path);
        _store.Delete(_request.Id);
        _hooks.RunPoststop(Record.State);
    }

    /// <summary>Runs the hooks that run when the command does; a failure ends the container.</summary>
    public void RunPoststart(int pid)
    {
        try
        {
            _hooks.RunPoststart(Record.State, pid);
        }
        catch
        {
            ChildProcess.KillAndReap(pid);
            Undo();
            throw;
        }
    }

    public void Dispose()
    {
        _start?.Dispose();
        _folder?.Dispose();
        Cgroup?.Dispose();
    }

    private void Enter(int pid)
    {
        if (_scope is not null)
        {
            Cgroup = _scope.Start(pid);
            Record.Entered(Cgroup);
            _scope.Limit(Cgroup);
        }

        Cgroup?.AttachUnified(pid);
        _rdt?.Attach(pid);
    }

    private int Start()
    {
        using var entries = new CgroupEntries(Cgroup);
        var channels = new LaunchChannels
        {
            Console = _options.ConsoleSocket, Start = _start?.Descriptor ?? -1, Listener = Listener(), Reached = Reached,
            CgroupEntries = entries.Descriptors,
        };
        int pid = ContainerProcess.Start(
            _plan, _request.Init, Cgroup?.UnifiedDescriptor ?? -1, Cgroup?.Unified is null && _rdt is null && _scope is null ? null : Enter, channels);
        try
        {
            if (_options is { Leaves: false, AwaitsStart: true })
            {
                Record.Created(pid);
            }
            else if (!_options.Leaves)
            {
                Record.Running(pid);
            }

            return pid;
        }
        catch
        {
            ChildProcess.KillAndReap(pid);
            throw;
        }
    }

    private void Reached(LaunchMoment moment, int pid)
    {
        if (moment == LaunchMoment.BeforePivot)
        {
            _hooks.RunCreation(Record.State, pid);
        }
        else if (_options.AwaitsStart)
        {
            Record.Created(pid);
        }
        else
        {
            Record.Running(pid);
        }
    }

    private SeccompListener? Listener() => SeccompListener.For(_spec.Linux?.Seccomp, Record.State.ToOci(ContainerStatus.Creating));

    // Each part by itself: what fails here must not keep the others from being cleared, nor hide why the launch failed.
    private void Undo()
    {
        try
        {
            ContainerCgroup.Remove(Cgroup);
            Cgroup = null;
            IntelRdt.Remove(_rdt?.Path);
        }
        finally
        {
            _store.Delete(_request.Id);
            _hooks.RunPoststop(Record.State);
        }
    }

    private void Trace()
    {
        if (_options.Trace is { } trace)
        {
            foreach (string line in _plan.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries))
            {
                trace(line.TrimStart());
            }
        }
    }
}
