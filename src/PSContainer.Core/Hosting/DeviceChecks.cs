using static PSContainer.Hosting.ContainerHostCheck;
using static Tmds.Linux.LibC;

namespace PSContainer.Hosting;

/// <summary>File systems and devices that some containers use.</summary>
internal static class DeviceChecks
{
    public static IEnumerable<ContainerHostCheck> Run(HostView host) => [Overlay(host), Terminal(host)];

    private static ContainerHostCheck Overlay(HostView host)
    {
        const string name = "OverlayFS";
        if (HasFileSystem(host, "overlay"))
        {
            return Ok(name, "Available");
        }

        string modules = $"/lib/modules/{host.KernelRelease}/modules.dep";
        return host.Read(modules)?.Contains("/overlay.ko", StringComparison.Ordinal) == true
            ? Ok(name, "Available as a kernel module")
            : Limited(name, "This kernel has none: each container of an image takes a whole copy of it.", "Run a kernel with CONFIG_OVERLAY_FS (modprobe overlay).");
    }

    private static ContainerHostCheck Terminal(HostView host)
    {
        const string name = "Terminal";
        return HasFileSystem(host, "devpts") && host.May("/dev/ptmx", R_OK | W_OK)
            ? Ok(name, "/dev/ptmx")
            : Limited(name, "/dev/ptmx cannot be opened: no container gets a terminal.", "Mount it: mount -t devpts -o ptmxmode=0666 none /dev/pts; ln -s pts/ptmx /dev/ptmx");
    }

    private static bool HasFileSystem(HostView host, string type) =>
        host.Read("/proc/filesystems")?.Split('\n').Any(line => line.Split('\t') is [_, var found] && found == type) == true;
}
