namespace PSContainer.Configuration;

/// <summary>Paths that tell of, or act on, the whole machine; the sets that Podman hides and protects.</summary>
internal static class PathDefaults
{
    /// <summary>Hidden.</summary>
    public static IReadOnlyList<string> Masked { get; } =
    [
        "/proc/acpi", "/proc/kcore", "/proc/keys", "/proc/latency_stats", "/proc/sched_debug", "/proc/scsi", "/proc/timer_list",
        "/proc/timer_stats", "/sys/dev/block", "/sys/devices/virtual/powercap", "/sys/firmware", "/sys/fs/selinux",
    ];

    /// <summary>Read-only.</summary>
    public static IReadOnlyList<string> ReadOnly { get; } =
        ["/proc/asound", "/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys", "/proc/sysrq-trigger"];
}
