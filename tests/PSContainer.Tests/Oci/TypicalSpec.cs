using System.Text.Json.Nodes;

namespace PSContainer.Tests.Oci;

/// <summary>A configuration of the size and shape that Podman writes: about 20 KB without its seccomp profile.</summary>
internal static class TypicalSpec
{
    private static readonly string[] s_capabilities =
    [
        "CAP_CHOWN", "CAP_DAC_OVERRIDE", "CAP_FOWNER", "CAP_FSETID", "CAP_KILL", "CAP_NET_BIND_SERVICE", "CAP_SETFCAP", "CAP_SETGID",
        "CAP_SETPCAP", "CAP_SETUID", "CAP_SYS_CHROOT",
    ];

    private static readonly string[] s_namespaces = ["pid", "network", "ipc", "uts", "mount", "cgroup"];

    public static string Json() => new JsonObject
    {
        ["ociVersion"] = "1.0.2-dev",
        ["process"] = Process(),
        ["root"] = new JsonObject { ["path"] = "/var/lib/containers/storage/overlay/" + Id('a') + "/merged" },
        ["hostname"] = "30d37c7f43a2",
        ["mounts"] = Mounts(),
        ["annotations"] = Annotations(),
        ["linux"] = Linux(),
    }.ToJsonString();

    private static JsonObject Process() => new()
    {
        ["user"] = new JsonObject { ["uid"] = 0, ["gid"] = 0, ["umask"] = 18, ["additionalGids"] = new JsonArray(1, 2, 3, 4, 6, 10, 11, 20, 26, 27) },
        ["args"] = Texts("nginx", "-g", "daemon off;"),
        ["env"] = Texts([.. Enumerable.Range(0, 80).Select(i => $"SOME_SETTING_OF_A_SERVICE_{i}=value-of-the-setting-{i}-" + Id('e')[..40])]),
        ["cwd"] = "/",
        ["capabilities"] = new JsonObject
        {
            ["bounding"] = Texts(s_capabilities),
            ["effective"] = Texts(s_capabilities),
            ["permitted"] = Texts(s_capabilities),
        },
        ["rlimits"] = new JsonArray(Limit("RLIMIT_NOFILE", 1048576), Limit("RLIMIT_NPROC", 32768)),
        ["oomScoreAdj"] = 0,
    };

    private static JsonArray Mounts()
    {
        var mounts = new JsonArray(
            Mount("/proc", "proc", "proc", "nosuid", "noexec", "nodev"),
            Mount("/dev", "tmpfs", "tmpfs", "nosuid", "noexec", "strictatime", "mode=755", "size=65536k"),
            Mount("/sys", "sysfs", "sysfs", "nosuid", "noexec", "nodev", "ro"),
            Mount("/dev/pts", "devpts", "devpts", "nosuid", "noexec", "newinstance", "ptmxmode=0666", "mode=0620", "gid=5"),
            Mount("/sys/fs/cgroup", "cgroup", "cgroup", "rprivate", "nosuid", "noexec", "nodev", "relatime", "ro"));
        for (int i = 0; i < 40; i++)
            mounts.Add((JsonNode)Mount($"/data/volume-{i}", "bind", $"/var/lib/containers/storage/volumes/{Id('f')}/_data", "rw", "rprivate", "nosuid", "nodev", "rbind"));
        return mounts;
    }

    private static JsonObject Annotations()
    {
        var annotations = new JsonObject();
        for (int i = 0; i < 20; i++)
            annotations[$"io.podman.annotations.note-{i}"] = "FALSE";
        return annotations;
    }

    private static JsonObject Linux() => new()
    {
        ["sysctl"] = new JsonObject { ["net.ipv4.ping_group_range"] = "0 0" },
        ["resources"] = new JsonObject
        {
            ["devices"] = new JsonArray(new JsonObject { ["allow"] = false, ["access"] = "rwm" }),
            ["memory"] = new JsonObject { ["limit"] = 67108864, ["swap"] = 134217728 },
            ["pids"] = new JsonObject { ["limit"] = 2048 },
        },
        ["cgroupsPath"] = $"machine.slice:libpod:{Id('c')}",
        ["namespaces"] = new JsonArray([.. s_namespaces.Select(t => new JsonObject { ["type"] = t })]),
        ["maskedPaths"] = Texts("/proc/acpi", "/proc/kcore", "/proc/keys", "/proc/latency_stats", "/proc/timer_list", "/sys/firmware"),
        ["readonlyPaths"] = Texts("/proc/asound", "/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys", "/proc/sysrq-trigger"),
    };

    private static JsonObject Mount(string destination, string type, string source, params string[] options) =>
        new() { ["destination"] = destination, ["type"] = type, ["source"] = source, ["options"] = Texts(options) };

    private static JsonObject Limit(string type, int value) => new() { ["type"] = type, ["hard"] = value, ["soft"] = value };

    private static JsonArray Texts(params string[] texts) => new([.. texts.Select(t => JsonValue.Create(t))]);

    private static string Id(char c) => new(c, 64);
}
