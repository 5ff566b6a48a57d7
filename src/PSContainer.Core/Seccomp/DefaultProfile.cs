using PSContainer.Errors;
using PSContainer.Oci;

namespace PSContainer.Seccomp;

/// <summary>
/// The profile of containers for which no other is asked: equal in effect to the one that Podman ships (containers-common 0.50, <c>/usr/share/containers/seccomp.json</c>).
/// It allows what programs use, and what is dangerous only to those with the capability for it.
/// </summary>
internal static partial class DefaultProfile
{
    private const uint NetlinkFamily = 16;
    private const uint AuditProtocol = 9;

    /// <summary>The profile for a container.</summary>
    /// <param name="capabilities">The bounding set: what the container's processes can ever have.</param>
    /// <param name="native">The machine's own interface.</param>
    public static LinuxSeccomp Create(IReadOnlyCollection<string> capabilities, SyscallAbi native) => new()
    {
        DefaultAction = SeccompAction.Errno,
        DefaultErrnoRet = Errno.ENOSYS,
        Architectures = Architectures(native),
        Syscalls = Rules(Capabilities.Mask(capabilities), native),
    };

    /// <summary>The machine's interface with the 32-bit ones that its kernel can have.</summary>
    private static List<SeccompArch>? Architectures(SyscallAbi native) => native switch
    {
        SyscallAbi.X64 => [SeccompArch.X64, SeccompArch.X86, SeccompArch.X32],
        SyscallAbi.Arm64 => [SeccompArch.AArch64, SeccompArch.Arm],
        _ => null,
    };

    private static List<LinuxSyscall> Rules(ulong capabilities, SyscallAbi native)
    {
        List<LinuxSyscall> rules = [Refuse(Refused()), Allow(Allowed())];
        // PER_LINUX, PER_LINUX32, UNAME26 with each, and the question which one it is.
        foreach (ulong domain in (ReadOnlySpan<ulong>)[0, 8, 0x20000, 0x20008, 0xFFFFFFFF])
            rules.Add(Allow(["personality"], new LinuxSeccompArg { Index = 0, Value = domain, Op = SeccompOperator.EqualTo }));
        AddMachineRules(rules, native);
        AddCapabilityRules(rules, capabilities);
        AddSocketRules(rules, Has(capabilities, "CAP_AUDIT_WRITE"));
        return rules;
    }

    private static void AddMachineRules(List<LinuxSyscall> rules, SyscallAbi native)
    {
        if (native is SyscallAbi.Arm or SyscallAbi.Arm64)
            rules.Add(Allow(["arm_fadvise64_64", "arm_sync_file_range", "breakpoint", "cacheflush", "set_tls", "sync_file_range2"]));
        if (native == SyscallAbi.X64)
            rules.Add(Allow(["arch_prctl"]));
        if (native is SyscallAbi.X64 or SyscallAbi.X86)
            rules.Add(Allow(["modify_ldt"]));
    }

    private static void AddCapabilityRules(List<LinuxSyscall> rules, ulong capabilities)
    {
        foreach ((string capability, List<string> names) in Privileged())
            rules.Add(Has(capabilities, capability) ? Allow(names) : Refuse(names));
    }

    // A netlink socket to the audit system fails as if there were none: programs then go on without it.
    private static void AddSocketRules(List<LinuxSyscall> rules, bool mayAudit)
    {
        if (mayAudit)
        {
            rules.Add(Allow(["socket"]));
            return;
        }

        rules.Add(Refuse(["socket"], Errno.EINVAL, Family(SeccompOperator.EqualTo), Protocol(SeccompOperator.EqualTo)));
        rules.Add(Allow(["socket"], Protocol(SeccompOperator.NotEqual)));
        rules.Add(Allow(["socket"], Family(SeccompOperator.NotEqual)));
    }

    private static LinuxSeccompArg Family(SeccompOperator comparison) => new() { Index = 0, Value = NetlinkFamily, Op = comparison };

    private static LinuxSeccompArg Protocol(SeccompOperator comparison) => new() { Index = 2, Value = AuditProtocol, Op = comparison };

    private static bool Has(ulong capabilities, string name) => (capabilities & (1UL << Capabilities.Number(name))) != 0;

    private static LinuxSyscall Allow(List<string> names, params List<LinuxSeccompArg> conditions) =>
        new() { Names = names, Action = SeccompAction.Allow, Args = conditions };

    private static LinuxSyscall Refuse(List<string> names, uint errno = Errno.EPERM, params List<LinuxSeccompArg> conditions) =>
        new() { Names = names, Action = SeccompAction.Errno, ErrnoRet = errno, Args = conditions };
}
