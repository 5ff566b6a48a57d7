using PSContainer.Errors;
using PSContainer.Launch.Steps;
using PSContainer.Oci;

namespace PSContainer.Launch;

/// <summary>Turns an OCI runtime spec into a launch plan: a function of its arguments, which does nothing.</summary>
internal static class LaunchPlanner
{
    /// <summary>Works a launch out.</summary>
    /// <param name="spec">A spec that has been validated.</param>
    /// <param name="facts">What the plan depends on besides.</param>
    /// <param name="options">What is wanted besides; null for nothing.</param>
    /// <exception cref="Errors.ContainerException">The spec asks for what cannot be done here.</exception>
    public static LaunchPlan Plan(RuntimeSpec spec, LaunchFacts facts, LaunchOptions? options = null)
    {
        options ??= new LaunchOptions();
        LinuxSpec linux = spec.Linux ?? new LinuxSpec();
        RefuseNetDevices(linux);
        NamespacePlan namespaces = NamespacePlanner.Plan(linux);
        var setup = new List<LaunchStep>();
        var confinement = new List<LaunchStep>();
        Identity(setup, namespaces);
        Network(setup, namespaces);
        RootPlanner.Plan(setup, spec, namespaces, facts, options);
        Names(setup, spec);
        ProcessPlanner? planner = spec.Process is { } process ? new ProcessPlanner(spec, process, options) : null;
        planner?.PlanPrivileges(setup, namespaces, facts);
        planner?.PlanConfinement(confinement, facts);
        planner?.PlanStart(planner.StartsConfined ? confinement : setup);

        return new LaunchPlan
        {
            Namespaces = namespaces, SetupSteps = setup, ConfinementSteps = confinement, Command = planner?.Command,
            HasListener = planner?.StartsConfined == true, OutsideActions = planner?.OutsideActions() ?? [],
            PreservedDescriptors = options.PreservedDescriptors,
        };
    }

    // Of version 1.3 of the specification.
    private static void RefuseNetDevices(LinuxSpec linux)
    {
        if (linux.NetDevices is { Count: > 0 } devices)
        {
            string name = devices.Keys.First();
            throw new ContainerException(
                "NetDevice.NotSupported", ErrorKind.NotSupported, $"linux.netDevices cannot be honoured: '{name}' is not moved into the container.", name,
                "Leave it out, and move the device by a createRuntime hook: ip link set dev NAME netns /proc/PID/ns/net.");
        }
    }

    private static void Identity(List<LaunchStep> steps, NamespacePlan namespaces)
    {
        steps.Add(new NewSessionStep());
        if (namespaces.Makes(NamespaceKind.User) || namespaces.JoinsKind(NamespaceKind.User))
        {
            steps.Add(new BecomeNamespaceRootStep());
        }

        if (namespaces.Makes(NamespaceKind.Cgroup))
        {
            steps.Add(new UnshareCgroupStep());
        }
    }

    private static void Network(List<LaunchStep> steps, NamespacePlan namespaces)
    {
        if (namespaces.Makes(NamespaceKind.Network))
        {
            steps.Add(new BringUpLoopbackStep());
        }
    }

    private static void Names(List<LaunchStep> steps, RuntimeSpec spec)
    {
        if (spec.Hostname is { } host)
        {
            steps.Add(new SetHostnameStep(host, domain: false));
        }

        if (spec.Domainname is { } domain)
        {
            steps.Add(new SetHostnameStep(domain, domain: true));
        }
    }
}
