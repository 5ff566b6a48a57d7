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
    // ARM's private calls are kept behind the others, of which there are not half as many as this.
    private const int FirstPrivate = 1016;
    private const int PrivateNumbers = 0x0F0000;
    private const int SlotCount = 1024;

    private struct Slot
    {
        public uint Action;
        public bool IsDecided;
        public int FirstNode;
    }

    private readonly record struct Node(uint Action, int FirstTest, int TestCount)
    {
        public int Next { get; init; }
    }

    private readonly SyscallAbi _abi;
    private readonly uint _default;
    private readonly Slot[] _slots = new Slot[SlotCount];
    // The first one is nobody: 0 ends a list.
    private readonly List<Node> _nodes = [default];
    private readonly List<ArgumentTest> _tests = [];
    private int _last = -1;

    public AbiRules(SyscallAbi abi, ResolvedProfile profile)
    {
        _abi = abi;
        _default = profile.DefaultAction;
        foreach (ref readonly ResolvedProfile.Call call in profile.Calls)
            Add(profile, call);
        AddCarriers();
    }

    /// <summary>Whether the interface has any call that the profile names.</summary>
    public bool IsEmpty => _last < 0;

    private void Add(ResolvedProfile profile, in ResolvedProfile.Call call)
    {
        int number = call.Numbers[_abi];
        bool carried = _abi == SyscallAbi.X86 && call.Multiplexed.Exists;
        if (number >= 0 || carried)
            _last = Math.Max(_last, SlotOf(Math.Max(number, carried ? call.Multiplexed.Carrier : -1)));
        Span<ArgumentTest> buffer = stackalloc ArgumentTest[6];
        foreach (ref readonly ResolvedProfile.Rule rule in profile.RulesOf(call))
        {
            ReadOnlySpan<ArgumentTest> tests = Narrow(profile.TestsOf(rule), buffer);
            if (number >= 0)
                Add(number, rule.Action, tests, isDerived: false);
            if (carried)
                AddCarried(call.Multiplexed, rule.Action, always: tests.IsEmpty);
        }
    }

    private void Add(int number, uint action, ReadOnlySpan<ArgumentTest> tests, bool isDerived)
    {
        ref Slot slot = ref _slots[SlotOf(number)];
        if (slot.IsDecided)
            return;
        if (!tests.IsEmpty)
        {
            Insert(number, ref slot, action, tests, isDerived);
            return;
        }

        slot = new Slot { Action = action, IsDecided = true };
    }

    private ReadOnlySpan<ArgumentTest> Narrow(ReadOnlySpan<ArgumentTest> tests, Span<ArgumentTest> buffer)
    {
        int count = 0;
        bool wide = _abi.IsWide();
        foreach (ref readonly ArgumentTest test in tests)
        {
            if (!test.IsEmpty(wide))
                buffer[count++] = test.For(wide);
        }

        return buffer[..count];
    }

    private ReadOnlySpan<ArgumentTest> TestsOf(in Node node) => CollectionsMarshal.AsSpan(_tests).Slice(node.FirstTest, node.TestCount);

    private static int SlotOf(int number) => number < PrivateNumbers ? number : FirstPrivate + (number - PrivateNumbers);

    private static int NumberOf(int slot) => slot < FirstPrivate ? slot : PrivateNumbers + (slot - FirstPrivate);
}
