using PSContainer.Launch.Steps;
using PSContainer.Oci;

namespace PSContainer.Launch;

/// <summary>Plans the devices and links that every container's /dev has (config-linux.md, "Default Devices"), and the spec's own.</summary>
internal static class DevicePlanner
{
    private static readonly (string Path, DeviceNode Node)[] s_defaults =
    [
        ("/dev/null", HostDevice.Null),
        ("/dev/zero", new DeviceNode('c', 1, 5)),
        ("/dev/full", new DeviceNode('c', 1, 7)),
        ("/dev/random", new DeviceNode('c', 1, 8)),
        ("/dev/urandom", new DeviceNode('c', 1, 9)),
        ("/dev/tty", new DeviceNode('c', 5, 0)),
    ];

    private static readonly (string Path, string Target)[] s_links =
    [
        ("/dev/fd", "/proc/self/fd"),
        ("/dev/stdin", "/proc/self/fd/0"),
        ("/dev/stdout", "/proc/self/fd/1"),
        ("/dev/stderr", "/proc/self/fd/2"),
    ];

    public static void Plan(List<LaunchStep> steps, RuntimeSpec spec, NamespacePlan namespaces, LaunchFacts facts)
    {
        // Whoever shows a /dev of his choice, the host's included, has its devices as they are.
        bool own = HasOwnDev(spec);
        if (own)
        {
            Defaults(steps, spec, namespaces, facts);
        }

        Listed(steps, spec, namespaces, facts, own);
        if (own)
        {
            Links(steps, spec);
        }
    }

    private static void Links(List<LaunchStep> steps, RuntimeSpec spec)
    {
        foreach ((string path, string target) in s_links)
        {
            steps.Add(new MakeSymlinkStep(new RootPath(path), target));
        }

        if (spec.Mounts?.Exists(static mount => mount.Type == "devpts") == true)
        {
            steps.Add(new MakeSymlinkStep(new RootPath("/dev/ptmx"), "pts/ptmx"));
        }
    }

    /// <summary>Whether the container has a /dev made for it: a new one, or that of its root.</summary>
    public static bool HasOwnDev(RuntimeSpec spec)
    {
        MountSpec? mount = spec.Mounts?.FindLast(static mount => ContainerPath.Normalize(mount.Destination) == "/dev");
        return mount is null ? spec.Root?.Path != "/" : mount.Type == "tmpfs";
    }

    private static LaunchStep Step(string path, DeviceNode node, NamespacePlan namespaces, LaunchFacts facts)
    {
        bool inUserNamespace = namespaces.Makes(NamespaceKind.User) || namespaces.JoinsKind(NamespaceKind.User);
        var target = new RootPath(path);
        return facts is { InInitialUserNamespace: true, UserId: 0 } && !inUserNamespace
            ? new MakeDeviceStep(target, node)
            : new BindDeviceStep(path, target, node) { OpensOutside = inUserNamespace && facts.UserId == 0 };
    }

    private static void Defaults(List<LaunchStep> steps, RuntimeSpec spec, NamespacePlan namespaces, LaunchFacts facts)
    {
        foreach ((string path, DeviceNode node) in s_defaults)
        {
            if (spec.Linux?.Devices?.Exists(device => ContainerPath.Normalize(device.Path) == path) != true)
            {
                steps.Add(Step(path, node, namespaces, facts));
            }
        }
    }

    // Those below a /dev that is not the container's own are its owner's to make.
    private static void Listed(List<LaunchStep> steps, RuntimeSpec spec, NamespacePlan namespaces, LaunchFacts facts, bool own)
    {
        foreach (LinuxDevice device in spec.Linux?.Devices ?? [])
        {
            string path = ContainerPath.Normalize(device.Path);
            if (own || !path.StartsWith("/dev/", StringComparison.Ordinal))
            {
                steps.Add(Step(path, Node(device), namespaces, facts));
            }
        }
    }

    private static DeviceNode Node(LinuxDevice device) => new(
        device.Type switch { DeviceKind.Block => 'b', DeviceKind.Fifo => 'p', _ => 'c' },
        (uint)device.Major, (uint)device.Minor, (ushort)(device.FileMode ?? DeviceNode.EveryonesMode),
        device.Uid ?? 0, device.Gid ?? 0);
}
