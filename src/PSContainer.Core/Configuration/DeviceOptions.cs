using PSContainer.Errors;
using PSContainer.Oci;

namespace PSContainer.Configuration;

/// <summary>Gives a container the devices that were asked for, and keeps it from others where it could make their nodes.</summary>
internal static class DeviceOptions
{
    private const uint EveryoneReadsOrWrites = 6;

    public static void Apply(RuntimeSpec spec, ContainerOptions options, NamespaceKind[] made)
    {
        bool inUserNamespace = made.Contains(NamespaceKind.User) || options.Joins.Any(static join => join.Type == NamespaceKind.User);
        if (!made.Contains(NamespaceKind.Mount))
        {
            RefuseWithoutMounts(options);
        }
        else if (inUserNamespace)
        {
            Bind(spec, options);
        }
        else
        {
            Make(spec, options);
        }
    }

    // No node can be made in a user namespace, and its owner cannot forbid a device: the host's file is shown, with its mode.
    private static void Bind(RuntimeSpec spec, ContainerOptions options)
    {
        foreach (ContainerDevice device in options.Devices)
        {
            if ((device.Access | DeviceAccess.Mknod) != DeviceAccess.All)
            {
                throw new ContainerException(
                    "Device.AccessInUserNamespace", ErrorKind.NotSupported,
                    $"The access to '{device.HostPath}' cannot be restricted in a user namespace.", device.HostPath,
                    "Leave the letters out: the container can do what the file's mode allows; or run as root, without a user namespace.");
            }
        }

        IEnumerable<ContainerDevice> all = options.Privileged ? [.. DeviceFile.All().Where(CanUse), .. options.Devices] : options.Devices;
        spec.Mounts!.AddRange(all.DistinctBy(static device => device.Node.Path).Select(static device => device.Mount));
    }

    // What the caller may not open, the container may not either: it need not see it.
    private static bool CanUse(ContainerDevice device) => Environment.IsPrivilegedProcess || (device.Node.FileMode & EveryoneReadsOrWrites) != 0;

    private static void Make(RuntimeSpec spec, ContainerOptions options)
    {
        IReadOnlyList<ContainerDevice> all = options.Privileged ? [.. options.Devices, .. DeviceFile.All()] : options.Devices;
        if (all.Count > 0)
        {
            spec.Linux!.Devices = [.. all.DistinctBy(static device => device.Node.Path).Select(static device => device.Node)];
        }

        if (options.Privileged)
        {
            return;
        }

        // Everything else stays forbidden: whoever can make nodes could have any.
        if (options.Devices.Count > 0)
        {
            (spec.Linux!.Resources ??= new LinuxResources()).Devices = [.. options.Devices.Select(static device => device.Rule)];
        }
        else if (options.Capabilities.Contains("CAP_MKNOD"))
        {
            (spec.Linux!.Resources ??= new LinuxResources()).Devices = [new LinuxDeviceCgroup { Allow = false, Access = DeviceAccess.All }];
        }
    }

    private static void RefuseWithoutMounts(ContainerOptions options)
    {
        if (options.Devices.Count > 0)
        {
            throw new ContainerException(
                "Device.NoMountNamespace", ErrorKind.InvalidArgument, "A container without a mount namespace has the host's /dev: no device can be added to it.",
                options.Devices[0].HostPath, "Add Mount to -Namespace, or leave -Device out.");
        }
    }
}
