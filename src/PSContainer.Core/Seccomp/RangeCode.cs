namespace PSContainer.Seccomp;

/// <summary>The search of a call's number among the ranges, as instructions: a balanced tree of comparisons.</summary>
internal static class RangeCode
{
    /// <summary>Writes the search among all ranges; the number is loaded first.</summary>
    /// <returns>The label at which it begins.</returns>
    public static int Write(BpfAssembler code, NumberRanges ranges) =>
        code.Load(Bpf.NumberOffset, Search(code, ranges, 0, ranges.Count - 1));

    private static int Search(BpfAssembler code, NumberRanges ranges, int first, int last)
    {
        if (first == last)
            return Outcome(code, ranges[first]);
        if (last - first == 2 && IsException(ranges, first + 1))
            return Exception(code, ranges, first + 1);
        int middle = (first + last + 1) / 2;
        int above = Search(code, ranges, middle, last);
        int below = Search(code, ranges, first, middle - 1);
        return code.Branch(Bpf.JumpIfGreaterOrEqual, ranges[middle].Start, above, below);
    }

    /// <summary>Whether a range is a single number among others that are all treated alike.</summary>
    private static bool IsException(NumberRanges ranges, int index) =>
        ranges.EndOf(index) - ranges[index].Start == 1 && ranges[index - 1].HasOutcomeOf(ranges[index + 1]);

    private static int Exception(BpfAssembler code, NumberRanges ranges, int index)
    {
        int others = Outcome(code, ranges[index + 1]);
        int itself = Outcome(code, ranges[index]);
        return code.Branch(Bpf.JumpIfEqual, ranges[index].Start, itself, others);
    }

    private static int Outcome(BpfAssembler code, in NumberRanges.Range range) =>
        range.Rules is null ? code.Return(range.Action) : range.Rules.Write(code, range.Node);
}
