namespace PSContainer.Seccomp;

internal sealed partial class AbiRules
{
    /// <summary>Lays the calls of the interface on the line of numbers.</summary>
    /// <param name="ranges">The line.</param>
    /// <param name="offset">What the interface adds to its numbers: the x32 bit, or 0.</param>
    /// <param name="unknown">What happens to calls beyond the last one that the profile names.</param>
    public void AddTo(NumberRanges ranges, uint offset, uint unknown)
    {
        for (int i = 0; i <= _last; i++)
        {
            ref readonly Slot slot = ref _slots[i];
            uint start = offset + (uint)NumberOf(i);
            if (slot.FirstNode != 0)
                ranges.Add(start, 0, this, slot.FirstNode);
            else
                ranges.Add(start, slot.IsDecided ? slot.Action : _default);
        }

        ranges.Add(offset + (uint)NumberOf(_last) + 1, unknown);
    }

    /// <summary>Writes the rules about one call; where none holds, the default action follows.</summary>
    /// <returns>The label at which they begin.</returns>
    public int Write(BpfAssembler code, int node) => WriteFrom(code, node, _abi.IsWide());

    private int WriteFrom(BpfAssembler code, int first, bool wide)
    {
        // The code is written backwards, and the list can be long: no recursion.
        var order = new Stack<int>();
        for (int at = first; at != 0; at = _nodes[at].Next)
            order.Push(at);
        int label = code.Return(_default);
        foreach (int at in order)
            label = Write(code, _nodes[at], wide, label);
        return label;
    }

    private int Write(BpfAssembler code, in Node node, bool wide, int otherwise)
    {
        int label = code.Return(node.Action);
        ReadOnlySpan<ArgumentTest> tests = TestsOf(node);
        for (int i = tests.Length - 1; i >= 0; i--)
            label = ArgumentCode.Write(code, tests[i], wide, label, otherwise);
        return label;
    }
}
