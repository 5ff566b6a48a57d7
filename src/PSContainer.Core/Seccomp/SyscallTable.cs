namespace PSContainer.Seccomp;

/// <summary>The system calls of Linux, by the names of the kernel's tables.</summary>
/// <remarks>The table is text, and indexed when it is first used: that takes some 20 µs, and little memory.</remarks>
internal static partial class SyscallTable
{
    /// <summary>The newest kernel whose calls are in the table.</summary>
    public const string KernelVersion = "7.1";

    /// <summary>How many parts the text has.</summary>
    public const int PartCount = 4;

    private static SyscallIndex? s_index;

    private static SyscallIndex Index => s_index ??= new SyscallIndex();

    /// <summary>The id by which the table has a call; 0 for a name that no kernel has.</summary>
    public static int Find(string name) => Index.Find(name);

    /// <summary>The number of a call, without the x32 bit; -1 where the interface lacks it.</summary>
    public static int Number(int id, SyscallAbi abi) => Index.Number(id, abi);

    /// <inheritdoc cref="Number(int, SyscallAbi)"/>
    public static int Number(string name, SyscallAbi abi) => Find(name) is > 0 and int id ? Number(id, abi) : -1;

    /// <summary>A part of the text: a line for each call, with its name and its numbers.</summary>
    public static ReadOnlySpan<byte> Part(int index) => index switch
    {
        0 => AToF,
        1 => GToL,
        2 => MToR,
        _ => SToZ,
    };
}
