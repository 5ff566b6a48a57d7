using PSContainer.Errors;

namespace PSContainer.Seccomp;

/// <summary>
/// Writes a program from its end to its beginning: BPF only jumps forwards, so everything that an instruction can go to is
/// there already, at a known distance.
/// </summary>
/// <remarks>A label is the number of instructions from the one it names to the program's end.</remarks>
internal sealed class BpfAssembler
{
    private const int MaxActions = 32;

    private readonly uint[] _actions = new uint[MaxActions];
    private readonly int[] _actionLabels = new int[MaxActions];
    private int _actionCount;
    private ulong[] _reversed = new ulong[768];
    private int _count;

    /// <summary>A return of an action: one that a conditional jump can reach from here, if there is any.</summary>
    public int Return(uint action)
    {
        int known = _actions.AsSpan(0, _actionCount).IndexOf(action);
        if (known >= 0 && _count - _actionLabels[known] < Bpf.MaxBranch)
            return _actionLabels[known];
        return Remember(known, action, Emit(Bpf.Encode(Bpf.Return, action)));
    }

    /// <summary>Loads a word of <c>seccomp_data</c>, then goes on at a label.</summary>
    public int Load(uint offset, int next) => EmitBefore(next, Bpf.Encode(Bpf.LoadWord, offset));

    /// <summary>Masks what is loaded, then goes on at a label.</summary>
    public int And(uint mask, int next) => EmitBefore(next, Bpf.Encode(Bpf.And, mask));

    /// <summary>Compares what is loaded, and goes on at one of two labels.</summary>
    public int Branch(ushort comparison, uint operand, int whenTrue, int whenFalse)
    {
        if (whenTrue == whenFalse)
            return whenTrue;
        // A relay for the one puts the other one instruction farther away.
        whenFalse = Near(whenFalse, Bpf.MaxBranch - 1);
        whenTrue = Near(whenTrue, Bpf.MaxBranch);
        return Emit(Bpf.Encode(comparison, operand, _count - whenTrue, _count - whenFalse));
    }

    /// <summary>The program in the order in which it runs.</summary>
    public ulong[] Finish()
    {
        ulong[] program = _reversed.AsSpan(0, _count).ToArray();
        Array.Reverse(program);
        return program;
    }

    /// <summary>The label itself, or where it is too far away for a conditional jump, a stop on the way.</summary>
    private int Near(int label, int reach)
    {
        if (_count - label <= reach)
            return label;
        ulong target = _reversed[label - 1];
        return Bpf.Code(target) == Bpf.Return
            ? Return(Bpf.Operand(target))
            : Emit(Bpf.Encode(Bpf.Jump, (uint)(_count - label)));
    }

    private int EmitBefore(int next, ulong instruction)
    {
        if (next != _count)
            Emit(Bpf.Encode(Bpf.Jump, (uint)(_count - next)));
        return Emit(instruction);
    }

    private int Emit(ulong instruction)
    {
        if (_count == Bpf.MaxInstructions)
            throw TooLong();
        if (_count == _reversed.Length)
            Array.Resize(ref _reversed, Bpf.MaxInstructions);
        _reversed[_count++] = instruction;
        return _count;
    }

    private int Remember(int known, uint action, int label)
    {
        if (known < 0 && _actionCount < MaxActions)
            _actions[known = _actionCount++] = action;
        if (known >= 0)
            _actionLabels[known] = label;
        return label;
    }

    /// <summary>The error of a program that the kernel would not take.</summary>
    public static ContainerException TooLong() => new(
        "Seccomp.ProfileTooLong", ErrorKind.InvalidArgument,
        $"The seccomp profile makes a filter of more than {Bpf.MaxInstructions} instructions, which is all the kernel takes.",
        remedy: "Use fewer conditions on arguments.");
}
