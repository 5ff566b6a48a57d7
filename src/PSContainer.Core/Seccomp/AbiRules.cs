using System.Runtime.InteropServices;

namespace PSContainer.Seccomp;

/// <summary>What a profile says about the calls of one interface, by their numbers.</summary>
/// <remarks>
/// <para>Precedence is that of libseccomp, through which runc and crun load their filters. The first rule without conditions
/// decides alone, before or after others. Rules with conditions are asked in <see cref="RuleOrder"/>; where none
/// holds, the default action is taken. Two with the same conditions and different actions are an error.</para>
/// <para>The arguments of a call that i386 makes through socketcall or ipc are out of a filter's sight. So there, a rule with
/// conditions counts as without if it is stricter than the default, and not at all if it is more lenient.</para>
/// </remarks>
internal sealed partial class AbiRules
{
    // ARM's private calls are kept behind the others, whose numbers are well below this.
    private const int FirstPrivate = 760;
    private const int PrivateNumbers = 0x0F0000;
    private const int SlotCount = 768;

    private struct Slot
    {
        public uint Action;
        public ushort FirstNode;
        public bool IsDecided;
    }

    private readonly record struct Node(uint Action, int FirstTest, int TestCount)
    {
        public ushort Next { get; init; }
    }

    private readonly SyscallAbi _abi;
    private readonly uint _default;
    private readonly Slot[] _slots = new Slot[SlotCount];
    // The first one is nobody: 0 ends a list.
    private readonly List<Node> _nodes = [default];
    private readonly List<ArgumentTest> _tests = [];
    private readonly ArgumentTest[] _narrowed = new ArgumentTest[6];
    private int _last = -1;

    public AbiRules(SyscallAbi abi, ResolvedProfile profile)
    {
        _abi = abi;
        _default = profile.DefaultAction;
        foreach (ResolvedProfile.Call call in profile.Calls)
        {
            Add(profile, call);
            if (abi == SyscallAbi.X86 && call.Multiplexed.Exists)
                AddCarried(profile, call);
        }

        AddCarriers();
    }

    /// <summary>Whether the interface has any call that the profile names.</summary>
    public bool IsEmpty => _last < 0;

    private void Add(ResolvedProfile profile, ResolvedProfile.Call call)
    {
        int number = SyscallTable.Number(call.Id, _abi);
        if (number < 0)
            return;
        int index = SlotOf(number);
        _last = Math.Max(_last, index);
        ref Slot slot = ref _slots[index];
        for (int i = 0; i < call.RuleCount && !slot.IsDecided; i++)
        {
            ref readonly ResolvedProfile.Rule rule = ref profile.Rules[call.FirstRule + i];
            Add(ref slot, number, rule.Action, rule.TestCount == 0 ? [] : Narrow(profile.TestsOf(rule)));
        }
    }

    private void Add(ref Slot slot, int number, uint action, ReadOnlySpan<ArgumentTest> tests)
    {
        if (tests.IsEmpty)
            slot = new Slot { Action = action, IsDecided = true };
        else
            Insert(number, ref slot, action, tests, isDerived: false);
    }

    /// <summary>The conditions as this interface sees them, without those that always hold. Valid until the next call.</summary>
    private ReadOnlySpan<ArgumentTest> Narrow(ReadOnlySpan<ArgumentTest> tests)
    {
        int count = 0;
        bool wide = _abi.IsWide();
        foreach (ref readonly ArgumentTest test in tests)
        {
            if (!test.IsEmpty(wide))
                _narrowed[count++] = test.For(wide);
        }

        return _narrowed.AsSpan(0, count);
    }

    private ReadOnlySpan<ArgumentTest> TestsOf(in Node node) => CollectionsMarshal.AsSpan(_tests).Slice(node.FirstTest, node.TestCount);

    private static int SlotOf(int number) => number < PrivateNumbers ? number : FirstPrivate + (number - PrivateNumbers);

    private static int NumberOf(int slot) => slot < FirstPrivate ? slot : PrivateNumbers + (slot - FirstPrivate);
}
