using PSContainer.Oci;
using static Tmds.Linux.LibC;

namespace PSContainer.Configuration;

/// <summary>What a spec leaves open, as the runtimes of the field fill it.</summary>
internal static class SpecDefaults
{
    public static void Complete(RuntimeSpec spec)
    {
        // Without a rule, only the devices that every container has may be used: who makes other nodes cannot open them.
        LinuxSpec linux = spec.Linux ??= new LinuxSpec();
        linux.Resources ??= new LinuxResources();
        if (linux.Resources.Devices is null or [])
        {
            linux.Resources.Devices = [new LinuxDeviceCgroup { Allow = false, Access = DeviceAccess.All }];
        }

        MapCaller(linux);
    }

    // A user namespace without maps is of no use: root gets every id as it is, others the one that they may map, as root's.
    private static void MapCaller(LinuxSpec linux)
    {
        bool makesUser = linux.Namespaces?.Exists(static item => item is { Type: NamespaceKind.User, Path: null }) == true;
        if (makesUser && linux.UidMappings is null or [] && linux.GidMappings is null or [])
        {
            linux.UidMappings = [Map((uint)geteuid())];
            linux.GidMappings = [Map((uint)geteuid() == 0 ? 0 : (uint)getegid())];
        }
    }

    private static LinuxIdMapping Map(uint id) =>
        new() { ContainerId = 0, HostId = id, Size = id == 0 ? uint.MaxValue : 1 };
}
