using PSContainer.Errors;
using PSContainer.Launch.Hooks;
using PSContainer.Launch.Layers;
using PSContainer.Launch.Steps;
using PSContainer.Oci;

namespace PSContainer.Launch;

/// <summary>Plans what the container sees as its file system: root, mounts, devices, masked paths.</summary>
internal static class RootPlanner
{
    public static void Plan(List<LaunchStep> steps, RuntimeSpec spec, NamespacePlan namespaces, LaunchFacts facts, LaunchOptions options)
    {
        if (!namespaces.Makes(NamespaceKind.Mount))
        {
            RequireNoRoot(spec, namespaces);
            Console(steps, spec, options, bind: false);
            HookPlanner.PlanCreation(steps, spec, options);
            return;
        }

        RootSpec root = spec.Root ?? throw new ContainerException(
            "Spec.RootMissing", ErrorKind.InvalidArgument, "A container with a mount namespace of its own needs a root.", "$.root",
            "Give root.path.");
        steps.Add(new SetPropagationStep(Propagation(spec.Linux?.RootfsPropagation)));
        if (options.Layers is { } layers)
        {
            LayerPlanner.Plan(steps, layers, namespaces, facts);
        }
        else
        {
            steps.Add(AttachRoot(root, spec, namespaces, facts));
        }

        IReadOnlyList<LaunchStep> afterDevices = new MountPlanner(steps, spec, namespaces, facts) { Options = options }.Plan();
        DevicePlanner.Plan(steps, spec, namespaces, facts);
        Console(steps, spec, options, bind: DevicePlanner.HasOwnDev(spec));
        Sysctls(steps, spec);
        steps.AddRange(afterDevices);
        HookPlanner.PlanCreation(steps, spec, options);
        if (options.MakesWorkingDirectory && spec.Process is { Cwd: not "/" } process && root.Path != "/")
        {
            steps.Add(new MakeDirectoryStep(new RootPath(process.Cwd)));
        }

        Covers(steps, spec);
        if (root.Readonly && root.Path != "/")
        {
            steps.Add(new ReadOnlyRootStep());
        }

        steps.Add(new PivotRootStep());
        if (spec.Linux?.RootfsPropagation is { } propagation)
        {
            steps.Add(new RootPropagationStep(OfRoot(propagation)));
        }
    }

    // A root of the host's own is read-only with everything below it from the start: nothing is ever made in it.
    private static AttachRootStep AttachRoot(RootSpec root, RuntimeSpec spec, NamespacePlan namespaces, LaunchFacts facts)
    {
        if (facts.IsDirectory(root.Path) is not true)
        {
            throw new ContainerException(
                "Root.NotADirectory", ErrorKind.InvalidArgument,
                facts.IsDirectory(root.Path) is null ? $"The root '{root.Path}' does not exist." : $"The root '{root.Path}' is not a directory.",
                root.Path, "Give a directory that holds a root file system.");
        }

        bool host = root.Path == "/";
        return new AttachRootStep(root.Path, readOnlyTree: host && root.Readonly)
        {
            OpensOutside = namespaces.Has(NamespaceKind.User) && facts.UserId == 0,
            CutsOff = spec.Linux?.RootfsPropagation is RootfsPropagation.Shared or RootfsPropagation.RecursiveShared,
        };
    }

    // While the container is made; a mount that is unbindable could not be taken as its root.
    private static MountPropagation Propagation(RootfsPropagation? propagation) => propagation switch
    {
        RootfsPropagation.Shared or RootfsPropagation.RecursiveShared => MountPropagation.RecursiveShared,
        RootfsPropagation.Slave or RootfsPropagation.RecursiveSlave => MountPropagation.RecursiveSlave,
        _ => MountPropagation.RecursivePrivate,
    };

    private static MountPropagation OfRoot(RootfsPropagation propagation) => propagation switch
    {
        RootfsPropagation.Shared => MountPropagation.Shared,
        RootfsPropagation.Slave => MountPropagation.Slave,
        RootfsPropagation.Unbindable => MountPropagation.Unbindable,
        RootfsPropagation.RecursiveShared => MountPropagation.RecursiveShared,
        RootfsPropagation.RecursiveSlave => MountPropagation.RecursiveSlave,
        RootfsPropagation.RecursiveUnbindable => MountPropagation.RecursiveUnbindable,
        RootfsPropagation.RecursivePrivate => MountPropagation.RecursivePrivate,
        _ => MountPropagation.Private,
    };

    private static void Console(List<LaunchStep> steps, RuntimeSpec spec, LaunchOptions options, bool bind)
    {
        if (spec.Process is { Terminal: true } process)
        {
            steps.Add(new OpenConsoleStep(process.ConsoleSize, process.User.Uid, options.PlainTerminal));
            if (bind)
            {
                steps.Add(new BindConsoleStep());
            }
        }
    }

    private static void Sysctls(List<LaunchStep> steps, RuntimeSpec spec)
    {
        foreach ((string key, string value) in spec.Linux?.Sysctl ?? [])
        {
            steps.Add(new SetSysctlStep(key, value));
        }
    }

    private static void Covers(List<LaunchStep> steps, RuntimeSpec spec)
    {
        foreach (string path in Clean(spec.Linux?.ReadonlyPaths))
        {
            steps.Add(new ReadOnlyPathStep(new RootPath(path)));
        }

        foreach (string path in Clean(spec.Linux?.MaskedPaths))
        {
            steps.Add(new MaskPathStep(new RootPath(path)));
        }
    }

    // One cover hides a path as well as two.
    private static IEnumerable<string> Clean(List<string>? paths) => (paths ?? []).Select(ContainerPath.Normalize).Distinct();

    private static void RequireNoRoot(RuntimeSpec spec, NamespacePlan namespaces)
    {
        bool ownRoot = spec.Root is { Path: not "/" };
        if (namespaces.JoinsKind(NamespaceKind.Mount) && ownRoot)
        {
            throw new ContainerException(
                "Spec.MountNamespaceJoined", ErrorKind.NotSupported,
                "A mount namespace that is joined has its root already: to make another there would move everybody in it.", "$.root.path",
                "Give the root /, or leave the path of the mount namespace out.");
        }

        if (!namespaces.JoinsKind(NamespaceKind.Mount) && (ownRoot || spec.Mounts is { Count: > 0 }))
        {
            throw new ContainerException(
                "Spec.MountNamespaceMissing", ErrorKind.InvalidArgument,
                "A root of its own and mounts need a mount namespace of their own: without one they would change the host.",
                "$.linux.namespaces", "Add the namespace Mount.");
        }
    }
}
