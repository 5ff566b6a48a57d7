using PSContainer.Cgroups;
using PSContainer.Containers;
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
internal sealed partial class ContainerMaker : IDisposable
{
    // Podman's --group-add keep-groups, in crun's words.
    private const string KeepGroupsAnnotation = "run.oci.keep_original_groups";

    private readonly LaunchRequest _request;
    private readonly RuntimeSpec _spec;
    private readonly byte[] _specDocument;
    private readonly StateStore _store;
    private readonly LaunchPlan _plan;
    private readonly ContainerHooks _hooks;
    private ContainerFolder? _folder;
    private StartSocket? _start;
    private IntelRdt? _rdt;
    private ContainerScope? _scope;
    private NetworkAhead? _network;
    private bool _isKept;

    /// <summary>Works everything out; does nothing yet.</summary>
    /// <param name="request">What is to be made.</param>
    /// <param name="spec">By what.</param>
    /// <param name="specDocument">The same as it was given, to be kept.</param>
    /// <param name="options">What is wanted besides.</param>
    /// <exception cref="ContainerException">The spec is wrong, or asks for what cannot be had here.</exception>
    public ContainerMaker(LaunchRequest request, RuntimeSpec spec, byte[] specDocument, MakerOptions options)
    {
        _request = request;
        Options = options;
        _specDocument = specDocument;
        ContainerId.Validate(request.Id);
        _spec = spec;
        BundlePaths.Resolve(_spec, request.Bundle);
        _store = new StateStore(StateRoot.At(request.StateRoot));
        _plan = LaunchPlanner.Plan(_spec, HostFacts.Read(_spec), PlanOptions);
        _hooks = new ContainerHooks(_spec, request.Bundle, options.Environment) { Warn = options.Warn };
        Record = new ContainerRecord(request, _spec, options.Leaves);
    }

    /// <summary>What is wanted besides; where the terminal goes may be set until it is made.</summary>
    public MakerOptions Options { get; set; }

    /// <summary>The container's entry in the state store.</summary>
    public ContainerRecord Record { get; }

    /// <summary>Its cgroup, or null where it has none.</summary>
    public Cgroup? Cgroup { get; private set; }

    /// <summary>Whether processes of it may live on when its first one has ended: it shares a PID namespace.</summary>
    public bool LeavesOrphans => !_plan.Namespaces.Makes(NamespaceKind.Pid);

    /// <summary>Whether its root had to be a copy of its image's layers.</summary>
    public bool HasCopiedRoot => _request.Layers is { } layers && Directory.Exists($"{layers.Folder}/{RootLayers.CopyName}");

    /// <summary>What the container is made by.</summary>
    public RuntimeSpec Spec => _spec;

    private LaunchOptions PlanOptions => new()
    {
        Id = _request.Id, Bundle = _request.Bundle, AwaitsStart = Options.AwaitsStart, OutlivesLauncher = Options.Leaves,
        PreservedDescriptors = Options.PreservedDescriptors, MakesWorkingDirectory = Options.AsOtherRuntimes || _request.MakesWorkingDirectory,
        MountsAsOthers = Options.AsOtherRuntimes,
        OwnsStreams = Options.AsOtherRuntimes, LooksHomeUp = Options.AsOtherRuntimes, ResetsAffinity = Options.AsOtherRuntimes,
        KeepsGroups = Options.AsOtherRuntimes && _spec.Annotations?.GetValueOrDefault(KeepGroupsAnnotation) == "1",
        Layers = _request.Layers, Volumes = _request.Volumes, Storage = _request.Storage, GivenPaths = _request.GivenPaths, OwnKeyring = Options.OwnKeyring, PlainTerminal = Options.RelaysConsole, Environment = Options.Environment,
    };

    /// <summary>Makes it.</summary>
    /// <param name="prepare">Called when the id is the container's, with its folder.</param>
    /// <returns>The pid of its first process, which runs, or waits to be started.</returns>
    public int Make(Action<ContainerFolder>? prepare = null)
    {
        Trace();
        _network = NetworkAhead.Begin(_plan.Namespaces);
        ContainerFolder folder = _folder = _store.Reserve(_request.Id, _request.Name);
        return Make(() =>
        {
            Record.Open(folder);
            prepare?.Invoke(folder);
            GivenFileWriter.Write(folder, _request.Files);
        }, Options.AwaitStorage);
    }

    /// <summary>Makes a container anew that has ended; should that fail, its entry says so and stays.</summary>
    /// <param name="folder">Its entry, which the caller owns.</param>
    /// <param name="change">What is to be noted besides.</param>
    /// <returns>The pid of its first process; 0 where somebody has asked for its end.</returns>
    public int Remake(ContainerFolder folder, Action<ContainerState> change)
    {
        _folder = folder;
        _isKept = true;
        if (!Record.Reopen(folder, change))
        {
            return 0;
        }

        _network = NetworkAhead.Begin(_plan.Namespaces);
        return Make(static () => { }, static () => { });
    }

    private int Make(Action open, Action awaitStorage)
    {
        try
        {
            open();
            _scope = Options is { Systemd: { } systemd, WithoutCgroup: false } ? new ContainerScope(systemd, _request, _spec) : null;
            Cgroup = _scope is not null || Options.WithoutCgroup ? null : ContainerCgroup.Create(_request, _spec, _plan, Options.AllControllers);
            _rdt = IntelRdt.Create(_spec.Linux?.IntelRdt, _request.Id);
            Record.Creating(_specDocument, Cgroup, _rdt?.Path);
            _start = Options.AwaitsStart ? StartSocket.Listen(_folder!) : null;
            awaitStorage();
            return Start();
        }
        catch (ContainerException error)
        {
            ContainerException told = MemoryKills.Explain(error, Cgroup);
            Undo(told);
            if (told != error)
            {
                throw told;
            }

            throw;
        }
        catch (Exception error)
        {
            Undo(error);
            throw;
        }
        finally
        {
            _network?.Dispose();
        }
    }

    /// <summary>Runs the hooks that run when the command does; a failure ends the container.</summary>
    public void RunPoststart(int pid)
    {
        try
        {
            _hooks.RunPoststart(Record.State, pid);
        }
        catch (Exception error)
        {
            ChildProcess.KillAndReap(pid);
            Undo(error);
            throw;
        }
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
            Console = Options.ConsoleSocket, Start = _start?.Descriptor ?? -1, Listener = Listener(), Reached = Reached,
            CgroupEntries = entries.Descriptors, Network = _network?.Socket ?? -1,
        };
        int pid = ContainerProcess.Start(
            _plan, _request.Init, Cgroup?.UnifiedDescriptor ?? -1, Cgroup?.Unified is null && _rdt is null && _scope is null ? null : Enter, channels);
        try
        {
            if (Options is { Leaves: false, AwaitsStart: true })
            {
                Record.Created(pid);
            }
            else if (!Options.Leaves)
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
        else if (Options.AwaitsStart)
        {
            Record.Created(pid);
        }
        else
        {
            Record.Running(pid);
        }
    }

    private SeccompListener? Listener() => SeccompListener.For(_spec.Linux?.Seccomp, Record.State.ToOci(ContainerStatus.Creating));

    private void Trace()
    {
        if (Options.Trace is { } trace)
        {
            foreach (string line in _plan.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries))
            {
                trace(line.TrimStart());
            }
        }
    }
}
