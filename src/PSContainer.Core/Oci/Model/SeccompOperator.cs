namespace PSContainer.Oci;

/// <summary>A comparison of an argument of a system call.</summary>
public enum SeccompOperator
{
    /// <summary><c>SCMP_CMP_NE</c></summary>
    NotEqual,

    /// <summary><c>SCMP_CMP_LT</c></summary>
    LessThan,

    /// <summary><c>SCMP_CMP_LE</c></summary>
    LessEqual,

    /// <summary><c>SCMP_CMP_EQ</c></summary>
    EqualTo,

    /// <summary><c>SCMP_CMP_GE</c></summary>
    GreaterEqual,

    /// <summary><c>SCMP_CMP_GT</c></summary>
    GreaterThan,

    /// <summary><c>SCMP_CMP_MASKED_EQ</c></summary>
    MaskedEqual,
}
