namespace PSContainer.Oci;

/// <summary>One line of an id map: a range inside and the range outside that it stands for; see user_namespaces(7).</summary>
public sealed class LinuxIdMapping
{
    /// <summary>The first id inside.</summary>
    public uint ContainerId { get; set; }

    /// <summary>The first id outside.</summary>
    public uint HostId { get; set; }

    /// <summary>How many ids; at least 1.</summary>
    public uint Size { get; set; }
}
