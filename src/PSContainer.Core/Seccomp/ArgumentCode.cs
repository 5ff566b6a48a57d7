using PSContainer.Oci;

namespace PSContainer.Seccomp;

/// <summary>Conditions as instructions. BPF compares 32 bits, so an argument of 64 is compared half by half.</summary>
internal static class ArgumentCode
{
    /// <summary>Writes one condition.</summary>
    /// <returns>The label at which it begins.</returns>
    public static int Write(BpfAssembler code, in ArgumentTest test, bool wide, int holds, int fails) => test.Operator switch
    {
        SeccompOperator.EqualTo or SeccompOperator.MaskedEqual => Equal(code, test, wide, holds, fails),
        SeccompOperator.NotEqual => Equal(code, test, wide, fails, holds),
        SeccompOperator.GreaterEqual => Bound(code, test, wide, Bpf.JumpIfGreaterOrEqual, holds, fails),
        SeccompOperator.GreaterThan => Bound(code, test, wide, Bpf.JumpIfGreater, holds, fails),
        SeccompOperator.LessThan => Bound(code, test, wide, Bpf.JumpIfGreaterOrEqual, fails, holds),
        _ => Bound(code, test, wide, Bpf.JumpIfGreater, fails, holds),
    };

    private static int Equal(BpfAssembler code, in ArgumentTest test, bool wide, int holds, int fails)
    {
        int label = EqualHalf(code, Bpf.LowOffset(test.Argument), (uint)test.Value, (uint)test.Mask, holds, fails);
        return wide
            ? EqualHalf(code, Bpf.HighOffset(test.Argument), (uint)(test.Value >> 32), (uint)(test.Mask >> 32), label, fails)
            : label;
    }

    private static int EqualHalf(BpfAssembler code, uint offset, uint value, uint mask, int holds, int fails)
    {
        if (mask == 0)
            return holds;
        int label = code.Branch(Bpf.JumpIfEqual, value, holds, fails);
        if (mask != uint.MaxValue)
            label = code.And(mask, label);
        return code.Load(offset, label);
    }

    private static int Bound(BpfAssembler code, in ArgumentTest test, bool wide, ushort comparison, int above, int below)
    {
        int label = code.Branch(comparison, (uint)test.Value, above, below);
        label = code.Load(Bpf.LowOffset(test.Argument), label);
        if (!wide)
            return label;
        uint high = (uint)(test.Value >> 32);
        label = code.Branch(Bpf.JumpIfEqual, high, label, below);
        label = code.Branch(Bpf.JumpIfGreater, high, above, label);
        return code.Load(Bpf.HighOffset(test.Argument), label);
    }
}
