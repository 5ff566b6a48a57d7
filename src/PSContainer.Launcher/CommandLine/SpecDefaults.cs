using PSContainer.Oci;

namespace PSContainer.Launcher.CommandLine;

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
    }
}
