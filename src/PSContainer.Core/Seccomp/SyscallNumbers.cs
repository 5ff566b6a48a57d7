namespace PSContainer.Seccomp;

/// <summary>The numbers of one system call, by interface. The default value stands for a name that no kernel has.</summary>
internal readonly struct SyscallNumbers
{
    /// <summary>There is no such call on that interface.</summary>
    public const ushort No = ushort.MaxValue;

    /// <summary>Marks ARM's private calls, numbered from 0x0f0000 (asm/unistd.h, <c>__ARM_NR_BASE</c>).</summary>
    public const ushort Arm = 0xF000;

    private const uint ArmPrivateBase = 0x0F0000;

    private readonly ushort _x64;
    private readonly ushort _x86;
    private readonly ushort _x32;
    private readonly ushort _arm64;
    private readonly ushort _arm;

    public SyscallNumbers(ushort x64, ushort x86, ushort x32, ushort arm64, ushort arm)
    {
        (_x64, _x86, _x32, _arm64, _arm) = (x64, x86, x32, arm64, arm);
        IsKnown = true;
    }

    /// <summary>A call with one number everywhere: all since Linux 5.1.</summary>
    public SyscallNumbers(ushort everywhere)
        : this(everywhere, everywhere, everywhere, everywhere, everywhere)
    {
    }

    /// <summary>A call that only other architectures have.</summary>
    public static SyscallNumbers Elsewhere => new(No);

    /// <summary>Whether some kernel has a call of that name.</summary>
    public bool IsKnown { get; }

    /// <summary>The number without the x32 bit, or -1 where the interface lacks the call.</summary>
    public int this[SyscallAbi abi] => IsKnown ? Decode(Raw(abi)) : -1;

    private ushort Raw(SyscallAbi abi) => abi switch
    {
        SyscallAbi.X64 => _x64,
        SyscallAbi.X86 => _x86,
        SyscallAbi.X32 => _x32,
        SyscallAbi.Arm64 => _arm64,
        _ => _arm,
    };

    private static int Decode(ushort raw) => raw switch
    {
        No => -1,
        >= Arm => (int)(ArmPrivateBase + (raw & 0xFFFu)),
        _ => raw,
    };
}
