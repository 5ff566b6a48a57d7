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
        foreach ((string path, DeviceNode node) in (own ? Defaults(spec) : []).Concat(Listed(spec, own)))
        {
            steps.Add(Step(path, node, namespaces, facts));
        }

        if (!own)
        {
            return;
        }

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

    private static IEnumerable<(string, DeviceNode)> Defaults(RuntimeSpec spec) =>
        s_defaults.Where(known => spec.Linux?.Devices?.Exists(device => ContainerPath.Normalize(device.Path) == known.Path) != true);

    // Those below a /dev that is not the container's own are its owner's to make.
    private static IEnumerable<(string, DeviceNode)> Listed(RuntimeSpec spec, bool own) =>
        from device in spec.Linux?.Devices ?? []
        let path = ContainerPath.Normalize(device.Path)
        where own || !path.StartsWith("/dev/", StringComparison.Ordinal)
        select (path, Node(device));

    private static DeviceNode Node(LinuxDevice device) => new(
        device.Type switch { DeviceKind.Block => 'b', DeviceKind.Fifo => 'p', _ => 'c' },
        (uint)device.Major, (uint)device.Minor, (ushort)(device.FileMode ?? DeviceNode.EveryonesMode),
        device.Uid ?? 0, device.Gid ?? 0);
}
