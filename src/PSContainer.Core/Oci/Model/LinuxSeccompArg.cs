namespace PSContainer.Oci;

/// <summary>A condition on an argument of a system call.</summary>
public sealed class LinuxSeccompArg
{
    /// <summary>Which argument, 0 to 5.</summary>
    public uint Index { get; set; }

    /// <summary>What it is compared with; for <see cref="SeccompOperator.MaskedEqual"/> the mask.</summary>
    public ulong Value { get; set; }

    /// <summary>For <see cref="SeccompOperator.MaskedEqual"/> what the masked argument must be; null is 0.</summary>
    public ulong? ValueTwo { get; set; }

    /// <summary>The comparison.</summary>
    public SeccompOperator Op { get; set; }
}
