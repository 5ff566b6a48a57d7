using PSContainer.Oci;

namespace PSContainer.Tests.Seccomp;

/// <summary>The order of rules about one call, as <see cref="PSContainer.Seccomp.RuleOrder"/> describes it.</summary>
internal static class ReferenceOrder
{
    public static int Compare(List<LinuxSeccompArg> a, List<LinuxSeccompArg> b, bool wide)
    {
        for (int i = 0; i < a.Count && i < b.Count; i++)
        {
            int order = Key(a[i], wide).CompareTo(Key(b[i], wide));
            if (order != 0 || !IsSame(a[i], b[i], wide))
                return order;
        }

        return a.Count - b.Count;
    }

    private static bool IsSame(LinuxSeccompArg a, LinuxSeccompArg b, bool wide) =>
        a.Op == b.Op && (a.Op != SeccompOperator.MaskedEqual || (wide ? a.Value == b.Value : (uint)a.Value == (uint)b.Value));

    private static (long Argument, int Rank, UInt128 Value) Key(LinuxSeccompArg c, bool wide)
    {
        ulong all = wide ? ulong.MaxValue : uint.MaxValue;
        ulong value = c.Op == SeccompOperator.MaskedEqual ? c.Value & (c.ValueTwo ?? 0) & all : c.Value & all;
        return c.Op switch
        {
            SeccompOperator.LessThan or SeccompOperator.LessEqual => (-c.Index, 1, value),
            SeccompOperator.GreaterThan or SeccompOperator.GreaterEqual => (-c.Index, 2, ulong.MaxValue - value),
            _ => (-c.Index, 0, ulong.MaxValue - value),
        };
    }
}
