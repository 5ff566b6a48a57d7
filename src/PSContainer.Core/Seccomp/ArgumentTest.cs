using PSContainer.Oci;

namespace PSContainer.Seccomp;

/// <summary>One condition on an argument of a call.</summary>
/// <remarks>An interface that is not wide compares the lower halves only, of the argument as of the values (libseccomp's rule).</remarks>
internal readonly struct ArgumentTest
{
    public ArgumentTest(int argument, SeccompOperator comparison, ulong value, ulong mask = ulong.MaxValue)
    {
        Argument = argument;
        Operator = comparison;
        Mask = mask;
        Value = value & mask;
    }

    public int Argument { get; }

    public SeccompOperator Operator { get; }

    /// <summary>What the argument is compared with, masked.</summary>
    public ulong Value { get; }

    public ulong Mask { get; }

    /// <summary>The same condition as the interface sees it.</summary>
    public ArgumentTest For(bool wide) => wide ? this : new(Argument, Operator, (uint)Value, (uint)Mask);

    /// <summary>Whether it holds for every value, so that it is no condition.</summary>
    public bool IsEmpty(bool wide) => Operator == SeccompOperator.MaskedEqual && (wide ? Mask : (uint)Mask) == 0;

    /// <summary>Where it stands among conditions of one call: negative is before. See <see cref="RuleOrder"/>.</summary>
    public int CompareTo(in ArgumentTest other)
    {
        if (Argument != other.Argument)
            return other.Argument.CompareTo(Argument);
        if (Rank != other.Rank)
            return other.Rank.CompareTo(Rank);
        return Rank == 2 ? Value.CompareTo(other.Value) : other.Value.CompareTo(Value);
    }

    public bool Equals(in ArgumentTest other) =>
        Argument == other.Argument && Operator == other.Operator && Value == other.Value && Mask == other.Mask;

    // Equality is narrower than a bound, and an upper bound comes before a lower one.
    private int Rank => Operator switch
    {
        SeccompOperator.LessThan or SeccompOperator.LessEqual => 2,
        SeccompOperator.GreaterThan or SeccompOperator.GreaterEqual => 1,
        _ => 3,
    };
}
