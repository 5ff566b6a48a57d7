using PSContainer.Oci;

namespace PSContainer.Cgroups;

/// <summary>
/// Device rules as an eBPF program (BPF_PROG_TYPE_CGROUP_DEVICE): it is given kind, access, major and minor number of a
/// device that is about to be used (<c>struct bpf_cgroup_dev_ctx</c>), and answers 1 for yes or 0 for no.
/// </summary>
/// <remarks>
/// The last rule is asked first. One that allows takes its bits off those still asked for, and says yes when none is left;
/// one that denies says no if a bit that is left is its own. So each bit is decided by the last rule that fits it.
/// </remarks>
internal sealed class DeviceProgram
{
    private const byte LoadWord = 0x61; // BPF_LDX | BPF_W | BPF_MEM
    private const byte And32 = 0x54; // BPF_ALU | BPF_AND | BPF_K
    private const byte ShiftRight32 = 0x74; // BPF_ALU | BPF_RSH | BPF_K
    private const byte Move = 0xB7; // BPF_ALU64 | BPF_MOV | BPF_K
    private const byte MoveRegister32 = 0xBC; // BPF_ALU | BPF_MOV | BPF_X
    private const byte JumpIfEqual = 0x15; // BPF_JMP | BPF_JEQ | BPF_K
    private const byte JumpIfNotEqual = 0x55; // BPF_JMP | BPF_JNE | BPF_K
    private const byte Exit = 0x95; // BPF_JMP | BPF_EXIT

    private const int Answer = 0;
    private const int Context = 1;
    private const int Scratch = 1; // the context is read by then
    private const int Kind = 2;
    private const int Access = 3;
    private const int Major = 4;
    private const int Minor = 5;

    private readonly List<ulong> _code = [];

    /// <summary>The program: one 64-bit word an instruction, as the kernel takes them.</summary>
    public static ulong[] Assemble(IReadOnlyList<DeviceRule> rules)
    {
        var program = new DeviceProgram();
        program.LoadContext();
        for (int i = rules.Count - 1; i >= 0; i--)
        {
            program.Add(rules[i]);
            if (rules[i].IsTotal)
            {
                return [.. program._code];
            }
        }

        program.Return(allow: false);
        return [.. program._code];
    }

    // access_type: the kind in the lower half, the access in the upper; then the numbers.
    private void LoadContext()
    {
        Emit(LoadWord, Kind, Context, offset: 0);
        Emit(MoveRegister32, Access, Kind);
        Emit(And32, Kind, value: 0xFFFF);
        Emit(ShiftRight32, Access, value: 16);
        Emit(LoadWord, Major, Context, offset: 4);
        Emit(LoadWord, Minor, Context, offset: 8);
    }

    private void Add(DeviceRule rule)
    {
        var skips = new List<int>();
        if (rule.Kind is { } kind)
        {
            skips.Add(Emit(JumpIfNotEqual, Kind, value: kind == DeviceKind.Block ? 1 : 2));
        }

        if (rule.Major is { } major)
        {
            skips.Add(Emit(JumpIfNotEqual, Major, value: major));
        }

        if (rule.Minor is { } minor)
        {
            skips.Add(Emit(JumpIfNotEqual, Minor, value: minor));
        }

        if (rule.Access != DeviceAccess.All)
        {
            skips.Add(CheckAccess(rule));
        }

        Return(rule.Allow);
        skips.ForEach(Land);
    }

    private int CheckAccess(DeviceRule rule)
    {
        if (rule.Allow)
        {
            Emit(And32, Access, value: (int)(DeviceAccess.All & ~rule.Access));
            return Emit(JumpIfNotEqual, Access, value: 0);
        }

        Emit(MoveRegister32, Scratch, Access);
        Emit(And32, Scratch, value: (int)rule.Access);
        return Emit(JumpIfEqual, Scratch, value: 0);
    }

    private void Return(bool allow)
    {
        Emit(Move, Answer, value: allow ? 1 : 0);
        Emit(Exit, 0);
    }

    /// <returns>Where the instruction is, for <see cref="Land"/>.</returns>
    private int Emit(byte operation, int destination, int source = 0, short offset = 0, int value = 0)
    {
        _code.Add(operation | ((ulong)destination << 8) | ((ulong)source << 12) | ((ulong)(ushort)offset << 16) | ((ulong)(uint)value << 32));
        return _code.Count - 1;
    }

    // Lets a jump lead to what comes next.
    private void Land(int jump) => _code[jump] |= (ulong)(ushort)(_code.Count - jump - 1) << 16;
}
