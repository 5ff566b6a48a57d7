using PSContainer.Seccomp;

namespace PSContainer.Tests.Seccomp;

/// <summary>Runs a filter as the kernel would, after the checks that the kernel makes of it (kernel/seccomp.c, net/core/filter.c).</summary>
internal static class BpfInterpreter
{
    private const int DataLength = 64;

    public static uint Run(ReadOnlySpan<ulong> program, SystemCall call)
    {
        uint accumulator = 0;
        for (int at = 0; ;)
        {
            ulong instruction = program[at++];
            uint operand = Bpf.Operand(instruction);
            switch (Bpf.Code(instruction))
            {
                case Bpf.Return:
                    return operand;
                case Bpf.LoadWord:
                    accumulator = call.Word(operand);
                    break;
                case Bpf.And:
                    accumulator &= operand;
                    break;
                case Bpf.Jump:
                    at += (int)operand;
                    break;
                default:
                    at += Holds(Bpf.Code(instruction), accumulator, operand) ? Bpf.WhenTrue(instruction) : Bpf.WhenFalse(instruction);
                    break;
            }
        }
    }

    /// <summary>Throws where the kernel would refuse the program.</summary>
    public static void Check(ReadOnlySpan<ulong> program)
    {
        Assert.InRange(program.Length, 1, 4096);
        for (int at = 0; at < program.Length; at++)
            Check(program, at);
        Assert.Equal(Bpf.Return, Bpf.Code(program[^1]));
    }

    private static void Check(ReadOnlySpan<ulong> program, int at)
    {
        ulong instruction = program[at];
        uint operand = Bpf.Operand(instruction);
        long left = program.Length - at - 1;
        switch (Bpf.Code(instruction))
        {
            case Bpf.Return or Bpf.And:
                break;
            case Bpf.LoadWord:
                Assert.True(operand < DataLength && operand % 4 == 0);
                break;
            case Bpf.Jump:
                Assert.True(operand < left);
                break;
            case Bpf.JumpIfEqual or Bpf.JumpIfGreater or Bpf.JumpIfGreaterOrEqual:
                Assert.True(Bpf.WhenTrue(instruction) < left && Bpf.WhenFalse(instruction) < left);
                break;
            default:
                Assert.Fail($"Instruction {at} has the code {Bpf.Code(instruction):x}.");
                break;
        }
    }

    private static bool Holds(ushort code, uint accumulator, uint operand) => code switch
    {
        Bpf.JumpIfEqual => accumulator == operand,
        Bpf.JumpIfGreater => accumulator > operand,
        Bpf.JumpIfGreaterOrEqual => accumulator >= operand,
        0x45 => (accumulator & operand) != 0,
        _ => throw new InvalidOperationException($"Unknown code {code:x}."),
    };
}
