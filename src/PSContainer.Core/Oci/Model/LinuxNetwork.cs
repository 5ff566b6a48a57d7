namespace PSContainer.Oci;

/// <summary>Class and priorities of network traffic (version 1 of control groups only).</summary>
public sealed class LinuxNetwork
{
    /// <summary>The class that packets are tagged with.</summary>
    public uint? ClassId { get; set; }

    /// <summary>Priorities by interface.</summary>
    public List<LinuxInterfacePriority>? Priorities { get; set; }
}
