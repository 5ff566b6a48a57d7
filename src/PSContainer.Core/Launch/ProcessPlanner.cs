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

    public ProcessPlanner(RuntimeSpec spec, ProcessSpec process, LaunchOptions options)
    {
        _spec = spec;
        _process = process;
        _options = options;
        _seccomp = new SeccompPlanner(spec.Linux?.Seccomp, process);
    }

    /// <summary>What PID 1 is too, whether it becomes the command or an init that starts it.</summary>
    public void PlanPrivileges(List<LaunchStep> steps, NamespacePlan namespaces, LaunchFacts facts)
    {
        LinuxCapabilities capabilities = _process.Capabilities ?? new LinuxCapabilities();
        Limits(steps, _process);
        steps.Add(new ChangeDirectoryStep(_process.Cwd, asUser: false));
        steps.Add(new DropBoundingCapabilitiesStep(Mask(capabilities.Bounding), Text(capabilities.Bounding)));
        steps.Add(Identity(_process.User, namespaces, facts));
        steps.Add(new ChangeDirectoryStep(_process.Cwd, asUser: true));
        steps.Add(_seccomp.ComesBeforeCapabilities ? new RaiseCapabilitiesStep() : Capabilities(capabilities));
        // The kernel forgets it when credentials change.
        steps.Add(new DieWithParentStep());
    }

    /// <summary>Whether the process is confined before it waits to be started.</summary>
    public bool StartsConfined => _seccomp.ComesBeforeStart;

    /// <summary>What comes between the set-up and the command where these are apart.</summary>
    public void PlanStart(List<LaunchStep> steps)
    {
        if (_options.OutlivesLauncher)
        {
            steps.Add(new OutliveParentStep());
        }

        if (_options.AwaitsStart)
        {
            steps.Add(new AwaitStartStep(_options.PreservedDescriptors));
        }

        if (!_seccomp.ComesBeforeCapabilities)
        {
            HookPlanner.PlanStart(steps, _spec, _options);
        }
    }

    /// <summary>What takes away the rest, last of all.</summary>
    public void PlanConfinement(List<LaunchStep> steps)
    {
        if (_process.NoNewPrivileges)
        {
            steps.Add(new NoNewPrivilegesStep());
        }

        steps.Add(new CloseDescriptorsStep(_options.PreservedDescriptors));
        _seccomp.Plan(steps);
        if (_seccomp.ComesBeforeCapabilities)
        {
            // Not sooner: a hook of the container's own must not have what the command has not.
            steps.Add(Capabilities(_process.Capabilities ?? new LinuxCapabilities()));
            HookPlanner.PlanStart(steps, _spec, _options);
        }
    }

    /// <summary>The command; null where process 1 is an idle init.</summary>
    public static LaunchStep? Command(ProcessSpec? process) =>
        process?.Args is { Count: > 0 } arguments ? new ExecuteStep(arguments, process.Env ?? []) : null;

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
        _ => string.Join(", ", names.Select(static name => name["CAP_".Length..])),
    };

    private static void Limits(List<LaunchStep> steps, ProcessSpec process)
    {
        foreach (PosixRlimit limit in process.Rlimits ?? [])
        {
            // The enumeration is in the order of the kernel's RLIMIT_* numbers.
            steps.Add(new SetResourceLimitStep(limit.Type.ToString(), (int)limit.Type, limit.Soft, limit.Hard));
        }
    }

    // Where an unprivileged user writes the group map, setgroups(2) stays denied for ever (CVE-2014-8989).
    private static SetIdentityStep Identity(UserSpec user, NamespacePlan namespaces, LaunchFacts facts)
    {
        bool denied = facts.GroupsDenied || (facts.UserId != 0 && namespaces.IdMaps is { } maps && maps.IsOwnIdOnly(facts.UserId));
        uint[]? groups = denied ? null : user.AdditionalGids?.ToArray() ?? [];
        return new SetIdentityStep(user.Uid, user.Gid, groups, user.Umask);
    }
}
