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
        if (!HasOwnDev(spec))
        {
            // Whoever shows a /dev of his choice, the host's included, has its devices as they are.
            return;
        }

        bool make = facts.InInitialUserNamespace && facts.UserId == 0
            && !namespaces.Makes(NamespaceKind.User) && !namespaces.JoinsKind(NamespaceKind.User);
        foreach ((string path, DeviceNode node) in s_defaults.Concat(Own(spec)))
        {
            var target = new RootPath(path);
            steps.Add(make ? new MakeDeviceStep(target, node) : new BindDeviceStep(path, target, node));
        }

        foreach ((string path, string target) in s_links)
        {
            steps.Add(new MakeSymlinkStep(new RootPath(path), target));
        }

        if (spec.Mounts!.Exists(static mount => mount.Type == "devpts"))
        {
            steps.Add(new MakeSymlinkStep(new RootPath("/dev/ptmx"), "pts/ptmx"));
        }
    }

    /// <summary>Whether the container has a /dev made for it.</summary>
    public static bool HasOwnDev(RuntimeSpec spec) =>
        spec.Mounts?.Exists(static mount => mount.Type == "tmpfs" && ContainerPath.Normalize(mount.Destination) == "/dev") == true;

    private static IEnumerable<(string, DeviceNode)> Own(RuntimeSpec spec) =>
        from device in spec.Linux?.Devices ?? []
        where !s_defaults.Any(known => known.Path == device.Path)
        select (device.Path, Node(device));

    private static DeviceNode Node(LinuxDevice device) => new(
        device.Type switch { DeviceKind.Block => 'b', DeviceKind.Fifo => 'p', _ => 'c' },
        (uint)device.Major, (uint)device.Minor, (ushort)(device.FileMode ?? DeviceNode.EveryonesMode),
        device.Uid ?? 0, device.Gid ?? 0);
}
