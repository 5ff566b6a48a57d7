using PSContainer.Oci;

namespace PSContainer.Tests.Seccomp;

/// <summary>Capability sets that make a difference to the default profile.</summary>
internal static class CapabilitySets
{
    public static TheoryData<string> All =>
    [
        "",
        "CAP_CHOWN CAP_DAC_OVERRIDE CAP_FOWNER CAP_FSETID CAP_KILL CAP_NET_BIND_SERVICE CAP_SETFCAP CAP_SETGID CAP_SETPCAP CAP_SETUID CAP_SYS_CHROOT",
        "CAP_SYS_ADMIN",
        "CAP_AUDIT_WRITE CAP_SYS_PTRACE",
        "CAP_SYS_TIME CAP_SYS_RAWIO CAP_SYS_MODULE",
        "CAP_BPF CAP_PERFMON CAP_SYS_PACCT CAP_SYS_TTY_CONFIG CAP_DAC_READ_SEARCH",
        string.Join(' ', Capabilities.All),
    ];

    public static string[] Parse(string names) => names.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
