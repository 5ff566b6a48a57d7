namespace PSContainer.Oci;

/// <summary>A memory policy; the values are the kernel's numbers (linux/mempolicy.h).</summary>
public enum MemoryPolicyMode
{
    /// <summary><c>MPOL_DEFAULT</c>: the machine's.</summary>
    Default,

    /// <summary><c>MPOL_PREFERRED</c>: from one node, if it has any.</summary>
    Preferred,

    /// <summary><c>MPOL_BIND</c>: from these nodes only.</summary>
    Bind,

    /// <summary><c>MPOL_INTERLEAVE</c>: from these nodes in turn.</summary>
    Interleave,

    /// <summary><c>MPOL_LOCAL</c>: from the processor's node.</summary>
    Local,

    /// <summary><c>MPOL_PREFERRED_MANY</c>: from these nodes, if they have any.</summary>
    PreferredMany,

    /// <summary><c>MPOL_WEIGHTED_INTERLEAVE</c>: from these nodes in turn, by their weights.</summary>
    WeightedInterleave,
}
