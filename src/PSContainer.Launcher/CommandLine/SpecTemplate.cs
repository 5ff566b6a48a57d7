using PSContainer.Cgroups;
using PSContainer.Oci;
using static Tmds.Linux.LibC;

namespace PSContainer.Launcher.CommandLine;

/// <summary>The specification that <c>spec</c> writes: a shell in a container, as from runc.</summary>
internal static class SpecTemplate
{
    private const ulong OpenFiles = 1024;
    private const string ReadOnly = "ro";

    private static readonly List<string> s_capabilities = ["CAP_AUDIT_WRITE", "CAP_KILL", "CAP_NET_BIND_SERVICE"];

    public static RuntimeSpec Create(bool rootless)
    {
        var spec = new RuntimeSpec
        {
            Process = Process(), Root = new RootSpec { Path = "rootfs", Readonly = true }, Hostname = "pscontainer", Mounts = Mounts(),
            Linux = Linux(),
        };
        if (rootless)
        {
            MakeRootless(spec);
        }

        return spec;
    }

    private static ProcessSpec Process() => new()
    {
        Terminal = true, Args = ["sh"], Env = ["PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "TERM=xterm"], Cwd = "/",
        Capabilities = new LinuxCapabilities { Bounding = s_capabilities, Effective = s_capabilities, Permitted = s_capabilities },
        Rlimits = [new PosixRlimit { Type = RlimitType.OpenFiles, Hard = OpenFiles, Soft = OpenFiles }],
        NoNewPrivileges = true,
    };

    private static List<MountSpec> Mounts() =>
    [
        Mount("/proc", "proc", "proc"),
        Mount("/dev", "tmpfs", "tmpfs", "nosuid", "strictatime", "mode=755", "size=65536k"),
        Mount("/dev/pts", "devpts", "devpts", "nosuid", "noexec", "newinstance", "ptmxmode=0666", "mode=0620", "gid=5"),
        Mount("/dev/shm", "tmpfs", "shm", "nosuid", "noexec", "nodev", "mode=1777", "size=65536k"),
        Mount("/dev/mqueue", "mqueue", "mqueue", "nosuid", "noexec", "nodev"),
        Mount("/sys", "sysfs", "sysfs", "nosuid", "noexec", "nodev", ReadOnly),
        Mount("/sys/fs/cgroup", "cgroup", "cgroup", "nosuid", "noexec", "nodev", "relatime", ReadOnly),
    ];

    private static MountSpec Mount(string destination, string type, string source, params List<string> options) =>
        new() { Destination = destination, Type = type, Source = source, Options = options.Count > 0 ? options : null };

    private static LinuxSpec Linux() => new()
    {
        Namespaces =
        [
            Own(NamespaceKind.Pid), Own(NamespaceKind.Network), Own(NamespaceKind.Ipc), Own(NamespaceKind.Uts), Own(NamespaceKind.Mount),
            .. CgroupHost.Read().Mode == CgroupMode.Unified ? [Own(NamespaceKind.Cgroup)] : Array.Empty<LinuxNamespace>(),
        ],
        Resources = new LinuxResources { Devices = [new LinuxDeviceCgroup { Allow = false, Access = DeviceAccess.All }] },
        MaskedPaths =
        [
            "/proc/acpi", "/proc/asound", "/proc/kcore", "/proc/keys", "/proc/latency_stats", "/proc/timer_list", "/proc/timer_stats",
            "/proc/sched_debug", "/sys/firmware", "/proc/scsi",
        ],
        ReadonlyPaths = ["/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys", "/proc/sysrq-trigger"],
    };

    private static LinuxNamespace Own(NamespaceKind kind) => new() { Type = kind };

    // One id, the caller's own; its cgroup and network are the caller's, too.
    private static void MakeRootless(RuntimeSpec spec)
    {
        LinuxSpec linux = spec.Linux!;
        linux.Namespaces = [.. linux.Namespaces!.Where(static item => item.Type != NamespaceKind.Network), Own(NamespaceKind.User)];
        linux.UidMappings = [new LinuxIdMapping { ContainerId = 0, HostId = (uint)geteuid(), Size = 1 }];
        linux.GidMappings = [new LinuxIdMapping { ContainerId = 0, HostId = (uint)getegid(), Size = 1 }];
        linux.Resources = null;
        spec.Mounts!.RemoveAll(static mount => mount.Destination is "/sys" or "/sys/fs/cgroup");
        spec.Mounts.Add(Mount("/sys", "none", "/sys", "rbind", "nosuid", "noexec", "nodev", ReadOnly));
        foreach (MountSpec mount in spec.Mounts)
        {
            mount.Options?.RemoveAll(static option => option.StartsWith("gid=", StringComparison.Ordinal));
        }
    }
}
