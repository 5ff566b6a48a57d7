using System.Diagnostics.CodeAnalysis;

namespace PSContainer.Oci;

/// <summary>A flag of set_mempolicy(2).</summary>
[SuppressMessage("Naming", "CA1711", Justification = "The specification's own name.")]
public enum MemoryPolicyFlag
{
    /// <summary><c>MPOL_F_NUMA_BALANCING</c>: pages move to where they are used.</summary>
    NumaBalancing,

    /// <summary><c>MPOL_F_RELATIVE_NODES</c>: nodes count from those that the process may use.</summary>
    RelativeNodes,

    /// <summary><c>MPOL_F_STATIC_NODES</c>: nodes are those of the machine.</summary>
    StaticNodes,
}
