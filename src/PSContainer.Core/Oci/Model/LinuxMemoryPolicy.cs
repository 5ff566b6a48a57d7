namespace PSContainer.Oci;

/// <summary>The memory policy on NUMA machines; see set_mempolicy(2).</summary>
public sealed class LinuxMemoryPolicy
{
    /// <summary>The policy.</summary>
    public MemoryPolicyMode Mode { get; set; }

    /// <summary>The nodes, as a list such as <c>0-3,7</c>.</summary>
    public string? Nodes { get; set; }

    /// <summary>Flags.</summary>
    public List<MemoryPolicyFlag>? Flags { get; set; }
}
