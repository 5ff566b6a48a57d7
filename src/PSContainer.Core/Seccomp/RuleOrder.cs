namespace PSContainer.Seccomp;

/// <summary>How two rules with conditions, about one call, stand to each other.</summary>
internal enum RuleRelation
{
    /// <summary>The first is asked first.</summary>
    Before,

    /// <summary>The second is asked first.</summary>
    After,

    /// <summary>The order of the profile decides.</summary>
    Unordered,

    /// <summary>Both have the same conditions.</summary>
    Same,

    /// <summary>The second has all conditions of the first and more.</summary>
    Wider,

    /// <summary>The first has all conditions of the second and more.</summary>
    Narrower,
}

/// <summary>
/// The order in which the rules about one call are asked; the first whose conditions hold decides. It is libseccomp's, whose
/// users write their profiles by it: what comes first in a profile does not matter, but for ties.
/// </summary>
/// <remarks>
/// Rules are compared by their conditions in the order of the arguments. A higher argument is before a lower one; equality
/// (EQ, NE, MASKED_EQ) before upper bounds (LT, LE), these before lower bounds (GE, GT); then the higher value is first, but
/// the lower one among upper bounds, so that the narrower of two bounds is asked first.
/// </remarks>
internal static class RuleOrder
{
    /// <summary>Compares the conditions of two rules, each by rising argument.</summary>
    public static RuleRelation Compare(ReadOnlySpan<ArgumentTest> first, ReadOnlySpan<ArgumentTest> second)
    {
        for (int i = 0; ; i++)
        {
            if (i == first.Length || i == second.Length)
                return AtEnd(first.Length, second.Length);
            int order = first[i].CompareTo(second[i]);
            if (order != 0)
                return order < 0 ? RuleRelation.Before : RuleRelation.After;
            if (!first[i].Equals(second[i]))
                return RuleRelation.Unordered;
        }
    }

    private static RuleRelation AtEnd(int first, int second) =>
        first == second ? RuleRelation.Same : first < second ? RuleRelation.Wider : RuleRelation.Narrower;
}
