using System.Runtime.InteropServices;

namespace PSContainer.Seccomp;

internal sealed partial class AbiRules
{
    /// <summary>Puts a rule with conditions in its place among those about the same call.</summary>
    private void Insert(int number, ref Slot slot, uint action, ReadOnlySpan<ArgumentTest> tests, bool isDerived)
    {
        int before = 0;
        bool found = false;
        int previous = 0;
        for (int at = slot.FirstNode; at != 0; at = _nodes[at].Next)
        {
            RuleRelation relation = RuleOrder.Compare(tests, TestsOf(_nodes[at]));
            if (relation == RuleRelation.Narrower)
                return;
            if (relation is RuleRelation.Same or RuleRelation.Wider)
            {
                if (Settle(number, at, action, relation, isDerived))
                    return;
                Link(ref slot, previous, _nodes[at].Next);
                continue;
            }

            found |= relation == RuleRelation.Before;
            if (!found)
                before = at;
            previous = at;
        }

        Place(ref slot, before, action, tests);
    }

    /// <summary>Two rules that hold at once: true where the one that is there already stays, false where it goes.</summary>
    private bool Settle(int number, int there, uint action, RuleRelation relation, bool isDerived)
    {
        uint other = _nodes[there].Action;
        if (action == other)
            return relation == RuleRelation.Same;
        return isDerived ? !SeccompReturn.IsStricter(action, other) : throw SeccompError.Conflict(_abi, number);
    }

    private void Place(ref Slot slot, int after, uint action, ReadOnlySpan<ArgumentTest> tests)
    {
        if (_nodes.Count > Bpf.MaxInstructions)
            throw BpfAssembler.TooLong();
        ushort next = after == 0 ? slot.FirstNode : _nodes[after].Next;
        _nodes.Add(new Node(action, _tests.Count, tests.Length) { Next = next });
        _tests.AddRange(tests);
        Link(ref slot, after, _nodes.Count - 1);
    }

    private void Link(ref Slot slot, int after, int to)
    {
        ushort node = (ushort)to;
        if (after == 0)
            slot.FirstNode = node;
        else
            CollectionsMarshal.AsSpan(_nodes)[after] = _nodes[after] with { Next = node };
    }
}
