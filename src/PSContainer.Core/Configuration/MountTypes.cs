namespace PSContainer.Configuration;

/// <summary>The types of mounts that a user may name, and what each takes.</summary>
internal static class MountTypes
{
    /// <summary>Files and folders of the host.</summary>
    public const string Bind = "bind";

    /// <summary>A file system in memory.</summary>
    public const string Tmpfs = "tmpfs";

    /// <summary>A folder of the image store, by its name: made where it is missing, and kept.</summary>
    public const string Volume = "volume";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [Bind, Tmpfs, Volume, "overlay", "cgroup", "devpts", "mqueue", "proc", "sysfs"];

    /// <summary>What a mount of this type begins with.</summary>
    public static IReadOnlyList<string> Options(string type) => type switch
    {
        Bind or Volume => ["rbind"],
        Tmpfs => ["nosuid", "nodev"],
        "overlay" => [],
        _ => ["nosuid", "noexec", "nodev"],
    };
}
