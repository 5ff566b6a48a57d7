using PSContainer.Launch.Hooks;
using PSContainer.Launch.Steps;
using PSContainer.Oci;

namespace PSContainer.Launch;

/// <summary>Plans what the process is when it begins: limits, directory, user, privileges, and the command itself.</summary>
internal sealed class ProcessPlanner
{
    private readonly RuntimeSpec _spec;
    private readonly ProcessSpec _process;
    private readonly LaunchOptions _options;
    private readonly SeccompPlanner _seccomp;
    private readonly HomeVariable? _home;
    private readonly ExecuteStep? _command;

    public ProcessPlanner(RuntimeSpec spec, ProcessSpec process, LaunchOptions options)
    {
        _spec = spec;
        _process = process;
        _options = options;
        _seccomp = new SeccompPlanner(spec.Linux?.Seccomp, process);
        List<string> environment = EnvironmentList.Clean(process.Env, out bool hasHome);
        _home = hasHome || !options.LooksHomeUp ? null : new HomeVariable();
        _command = process.Args is { Count: > 0 } arguments ? new ExecuteStep(arguments, environment, _home) : null;
    }

    /// <summary>The command; null where process 1 is an idle init.</summary>
    public LaunchStep? Command => _command;

    /// <summary>What PID 1 is too, whether it becomes the command or an init that starts it.</summary>
    public void PlanPrivileges(List<LaunchStep> steps, NamespacePlan namespaces, LaunchFacts facts)
    {
        LinuxCapabilities capabilities = _process.Capabilities ?? new LinuxCapabilities();
        Surroundings(steps);
        Limits(steps, _process);
        steps.Add(new ChangeDirectoryStep(_process.Cwd, asUser: false));
        steps.Add(new DropBoundingCapabilitiesStep(Oci.Capabilities.KnownMask(capabilities.Bounding), Text(capabilities.Bounding)));
        steps.Add(Identity(_process.User, namespaces, facts));
        steps.Add(new ChangeDirectoryStep(_process.Cwd, asUser: true));
        steps.Add(_seccomp.ComesBeforeCapabilities ? new RaiseCapabilitiesStep() : Capabilities(capabilities));
        // The kernel forgets it when credentials change.
        steps.Add(new DieWithParentStep());
    }

    /// <summary>What the launcher does to it.</summary>
    public List<OutsideAction> OutsideActions()
    {
        var actions = new List<OutsideAction>();
        Add(actions, _options.IsExec ? _process.ExecCpuAffinity?.Initial : null, static text => new AffinityAction(text, beforeCgroup: true));
        Add(actions, _options.IsExec ? _process.ExecCpuAffinity?.Final : null, static text => new AffinityAction(text, beforeCgroup: false));
        Add(actions, _process.Scheduler, static scheduler => new SchedulerAction(scheduler));
        Add(actions, _process.IOPriority, static priority => new IOPriorityAction(priority));
        if (_process.OomScoreAdj is { } adjustment)
        {
            actions.Add(new OomScoreAction(adjustment));
        }

        return actions;
    }

    /// <summary>Whether the process is confined before it waits to be started.</summary>
    public bool StartsConfined => _seccomp.ComesBeforeStart;

    /// <summary>What comes between the set-up and the command where these are apart.</summary>
    public void PlanStart(List<LaunchStep> steps)
    {
        if (_options.AwaitsStart && _command is not null)
        {
            steps.Add(new FindCommandStep(_command));
        }

        if (_process.Scheduler is not null)
        {
            steps.Add(new RendezvousStep(LaunchMoment.BeforeCommand, "have the launcher set how the process is scheduled"));
        }

        if (_options.OutlivesLauncher)
        {
            steps.Add(new OutliveParentStep());
        }

        if (_options.AwaitsStart)
        {
            steps.Add(new AwaitStartStep(_options.PreservedDescriptors));
        }

    }

    /// <summary>What takes away the rest, last of all.</summary>
    public void PlanConfinement(List<LaunchStep> steps, LaunchFacts facts)
    {
        SecurityPlanner.Plan(steps, _process, facts);
        if (_process.NoNewPrivileges)
        {
            steps.Add(new NoNewPrivilegesStep());
        }

        steps.Add(new CloseDescriptorsStep(_options.PreservedDescriptors));
        _seccomp.Plan(steps);
        if (_seccomp.ComesBeforeCapabilities)
        {
            steps.Add(Capabilities(_process.Capabilities ?? new LinuxCapabilities()));
        }

        // Not sooner: a hook of the container's own must not have what the command has not.
        HookPlanner.PlanStart(steps, _spec, _options, _home);
    }

    // The kernel raises as ambient only what is permitted and inheritable; specs in the field name more (runc ignores those too).
    private static SetCapabilitiesStep Capabilities(LinuxCapabilities sets)
    {
        ulong permitted = Mask(sets.Permitted), inheritable = Mask(sets.Inheritable);
        return new SetCapabilitiesStep(
            Mask(sets.Effective), permitted, inheritable, Mask(sets.Ambient) & permitted & inheritable, Text(sets.Effective));
    }

    private static ulong Mask(List<string>? names) => Oci.Capabilities.Mask(names);

    private static string Text(List<string>? names) => names switch
    {
        null or [] => "none",
        _ when names.Count == Oci.Capabilities.All.Count => "all",
        _ => string.Join(", ", names.Select(static name => name.Replace("CAP_", "", StringComparison.Ordinal))),
    };

    private void Surroundings(List<LaunchStep> steps)
    {
        if (_options.ResetsAffinity && (!_options.IsExec || _process.ExecCpuAffinity is null))
        {
            steps.Add(new ResetAffinityStep());
        }

        if (_options is { OwnKeyring: true, Id.Length: > 0 })
        {
            steps.Add(new JoinKeyringStep());
        }

        if (_options.OwnsStreams)
        {
            steps.Add(new OwnStreamsStep(_process.User.Uid, _process.User.Gid));
        }

        if (_home is not null)
        {
            steps.Add(new HomeStep(_process.User.Uid, _home));
        }

        if (_spec.Linux?.Personality is { } personality)
        {
            steps.Add(new PersonalityStep(personality.Domain));
        }

        if (_spec.Linux?.MemoryPolicy is { } policy)
        {
            steps.Add(new MemoryPolicyStep(policy));
        }
    }

    private static void Add<T>(List<OutsideAction> actions, T? value, Func<T, OutsideAction> make)
        where T : class
    {
        if (value is not (null or ""))
        {
            actions.Add(make(value));
        }
    }

    private static void Limits(List<LaunchStep> steps, ProcessSpec process)
    {
        foreach (PosixRlimit limit in process.Rlimits ?? [])
        {
            // The enumeration is in the order of the kernel's RLIMIT_* numbers.
            steps.Add(new SetResourceLimitStep(Words.Rlimits[(int)limit.Type], (int)limit.Type, limit.Soft, limit.Hard));
        }
    }

    // Where an unprivileged user writes the group map, setgroups(2) stays denied for ever (CVE-2014-8989).
    private SetIdentityStep Identity(UserSpec user, NamespacePlan namespaces, LaunchFacts facts)
    {
        bool denied = _options.KeepsGroups || facts.GroupsDenied || (facts.UserId != 0 && namespaces.IdMaps is { } maps && maps.IsOwnIdOnly(facts.UserId));
        uint[]? groups = denied ? null : user.AdditionalGids?.ToArray() ?? [];
        return new SetIdentityStep(user.Uid, user.Gid, groups, user.Umask);
    }
}
