namespace PSContainer.Seccomp;

/// <summary>The few instructions of classic BPF that a filter of system calls is made of (linux/filter.h, seccomp(2)).</summary>
/// <remarks>An instruction is a <c>struct sock_filter</c> held in one little-endian word: code, two short jumps, operand.</remarks>
internal static class Bpf
{
    /// <summary>The longest program that the kernel takes, BPF_MAXINSNS.</summary>
    public const int MaxInstructions = 4096;

    /// <summary>The longest way of a conditional jump.</summary>
    public const int MaxBranch = byte.MaxValue;

    public const ushort LoadWord = 0x20;
    public const ushort And = 0x54;
    public const ushort Jump = 0x05;
    public const ushort JumpIfEqual = 0x15;
    public const ushort JumpIfGreater = 0x25;
    public const ushort JumpIfGreaterOrEqual = 0x35;
    public const ushort Return = 0x06;

    /// <summary>Offsets in <c>struct seccomp_data</c>.</summary>
    public const uint NumberOffset = 0;
    public const uint ArchOffset = 4;

    /// <summary>Where the lower half of an argument is; the upper one follows it (little-endian, as all our machines are).</summary>
    public static uint LowOffset(int argument) => 16 + (8 * (uint)argument);

    public static uint HighOffset(int argument) => LowOffset(argument) + 4;

    public static ulong Encode(ushort code, uint operand, int whenTrue = 0, int whenFalse = 0) =>
        code | ((ulong)(byte)whenTrue << 16) | ((ulong)(byte)whenFalse << 24) | ((ulong)operand << 32);

    public static ushort Code(ulong instruction) => (ushort)instruction;

    public static uint Operand(ulong instruction) => (uint)(instruction >> 32);

    public static int WhenTrue(ulong instruction) => (byte)(instruction >> 16);

    public static int WhenFalse(ulong instruction) => (byte)(instruction >> 24);
}
