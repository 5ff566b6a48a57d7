using System.Runtime.InteropServices;
using PSContainer.Errors;
using PSContainer.Oci;

namespace PSContainer.Seccomp;

/// <summary>A system call interface: an architecture together with its way to number calls and pass arguments.</summary>
internal enum SyscallAbi
{
    /// <summary>x86-64.</summary>
    X64,

    /// <summary>32-bit x86, i386.</summary>
    X86,

    /// <summary>x86-64 with 32-bit pointers: the kernel reports it as x86-64, with bit 30 set in the call's number.</summary>
    X32,

    /// <summary>64-bit ARM.</summary>
    Arm64,

    /// <summary>32-bit ARM, EABI.</summary>
    Arm,
}

/// <summary>What a filter has to know of an interface.</summary>
internal static class SyscallAbis
{
    public const int Count = 5;

    /// <summary>Set in the number of every x32 call (asm/unistd.h, <c>__X32_SYSCALL_BIT</c>).</summary>
    public const uint X32Bit = 0x40000000;

    /// <summary>The interface of this process.</summary>
    public static SyscallAbi Native => RuntimeInformation.ProcessArchitecture switch
    {
        Architecture.X64 => SyscallAbi.X64,
        Architecture.Arm64 => SyscallAbi.Arm64,
        Architecture.X86 => SyscallAbi.X86,
        Architecture.Arm => SyscallAbi.Arm,
        var other => throw new ContainerException(
            "Seccomp.UnsupportedArchitecture", ErrorKind.NotSupported,
            $"Seccomp filters cannot be made for {other}: its system calls are not in the tables."),
    };

    /// <summary>The interface that a profile means; null for one without a table.</summary>
    public static SyscallAbi? ToAbi(this SeccompArch arch) => arch switch
    {
        SeccompArch.X64 => SyscallAbi.X64,
        SeccompArch.X86 => SyscallAbi.X86,
        SeccompArch.X32 => SyscallAbi.X32,
        SeccompArch.AArch64 => SyscallAbi.Arm64,
        SeccompArch.Arm => SyscallAbi.Arm,
        _ => null,
    };

    /// <summary>The <c>AUDIT_ARCH_*</c> value that a filter finds in <c>seccomp_data.arch</c> (linux/audit.h).</summary>
    public static uint AuditArch(this SyscallAbi abi) => abi switch
    {
        SyscallAbi.X64 or SyscallAbi.X32 => 0xC000003E,
        SyscallAbi.X86 => 0x40000003,
        SyscallAbi.Arm64 => 0xC00000B7,
        _ => 0x40000028,
    };

    /// <summary>Whether conditions compare all 64 bits of an argument. As in libseccomp, x32 counts as 32-bit.</summary>
    public static bool IsWide(this SyscallAbi abi) => abi is SyscallAbi.X64 or SyscallAbi.Arm64;

    /// <summary>The name that profiles of Podman and Docker have for it (Go's, where Go has one).</summary>
    public static string GoName(this SyscallAbi abi) => abi switch
    {
        SyscallAbi.X64 => "amd64",
        SyscallAbi.X86 => "x86",
        SyscallAbi.X32 => "x32",
        SyscallAbi.Arm64 => "arm64",
        _ => "arm",
    };
}
