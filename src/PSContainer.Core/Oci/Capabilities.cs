namespace PSContainer.Oci;

/// <summary>The names of Linux capabilities; see capabilities(7).</summary>
public static partial class Capabilities
{
    // In the kernel's order (linux/capability.h): the index is the number.
    internal static readonly string[] Names =
    [
        "CAP_CHOWN", "CAP_DAC_OVERRIDE", "CAP_DAC_READ_SEARCH", "CAP_FOWNER", "CAP_FSETID", "CAP_KILL", "CAP_SETGID", "CAP_SETUID",
        "CAP_SETPCAP", "CAP_LINUX_IMMUTABLE", "CAP_NET_BIND_SERVICE", "CAP_NET_BROADCAST", "CAP_NET_ADMIN", "CAP_NET_RAW",
        "CAP_IPC_LOCK", "CAP_IPC_OWNER", "CAP_SYS_MODULE", "CAP_SYS_RAWIO", "CAP_SYS_CHROOT", "CAP_SYS_PTRACE", "CAP_SYS_PACCT",
        "CAP_SYS_ADMIN", "CAP_SYS_BOOT", "CAP_SYS_NICE", "CAP_SYS_RESOURCE", "CAP_SYS_TIME", "CAP_SYS_TTY_CONFIG", "CAP_MKNOD",
        "CAP_LEASE", "CAP_AUDIT_WRITE", "CAP_AUDIT_CONTROL", "CAP_SETFCAP", "CAP_MAC_OVERRIDE", "CAP_MAC_ADMIN", "CAP_SYSLOG",
        "CAP_WAKE_ALARM", "CAP_BLOCK_SUSPEND", "CAP_AUDIT_READ", "CAP_PERFMON", "CAP_BPF", "CAP_CHECKPOINT_RESTORE",
    ];

    /// <summary>All 41, in the kernel's order.</summary>
    public static IReadOnlyList<string> All { get; } = Array.AsReadOnly(Names);

    /// <summary>The kernel's number of a capability by its exact name, <c>CAP_CHOWN</c>; -1 for a name that is none.</summary>
    public static int Number(string? name) => Array.IndexOf(Names, name);

    /// <summary>The same without those that are unknown.</summary>
    internal static ulong KnownMask(IEnumerable<string>? names)
    {
        ulong mask = 0;
        foreach (string name in names ?? [])
            mask |= Number(name) is >= 0 and int number ? 1UL << number : 0;
        return mask;
    }

    /// <summary>The capabilities as the kernel's bits; null has none.</summary>
    /// <exception cref="PSContainer.Errors.ContainerException"><c>Spec.UnknownCapability</c>.</exception>
    public static ulong Mask(IEnumerable<string>? names)
    {
        ulong mask = 0;
        foreach (string name in names ?? [])
            mask |= 1UL << (Number(name) is >= 0 and int number ? number : throw Unknown(name));
        return mask;
    }
}
