namespace PSContainer.Configuration;

/// <summary>The types of mounts that a user may name, and what each takes.</summary>
internal static class MountTypes
{
    /// <summary>Files and folders of the host.</summary>
    public const string Bind = "bind";

    /// <summary>A file system in memory.</summary>
    public const string Tmpfs = "tmpfs";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [Bind, Tmpfs, "overlay", "cgroup", "devpts", "mqueue", "proc", "sysfs"];

    /// <summary>What a mount of this type begins with.</summary>
    public static IReadOnlyList<string> Options(string type) => type switch
    {
        Bind => ["rbind"],
        Tmpfs => ["nosuid", "nodev"],
        "overlay" => [],
        _ => ["nosuid", "noexec", "nodev"],
    };
}
