namespace PSContainer.Oci;

/// <summary>The priority of traffic through one interface.</summary>
public sealed class LinuxInterfacePriority
{
    /// <summary>The interface.</summary>
    public string Name { get; set; } = "";

    /// <summary>The priority.</summary>
    public uint Priority { get; set; }
}
