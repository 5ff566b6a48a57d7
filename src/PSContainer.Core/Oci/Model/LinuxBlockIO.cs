namespace PSContainer.Oci;

/// <summary>Limits of block devices.</summary>
public sealed class LinuxBlockIO
{
    /// <summary>The share relative to others, 10 to 1000.</summary>
    public ushort? Weight { get; set; }

    /// <summary>The share against children (version 1 of control groups with CFQ only).</summary>
    public ushort? LeafWeight { get; set; }

    /// <summary>Shares by device.</summary>
    public List<LinuxWeightDevice>? WeightDevice { get; set; }

    /// <summary>Reads, bytes per second.</summary>
    public List<LinuxThrottleDevice>? ThrottleReadBpsDevice { get; set; }

    /// <summary>Writes, bytes per second.</summary>
    public List<LinuxThrottleDevice>? ThrottleWriteBpsDevice { get; set; }

    /// <summary>Reads, operations per second.</summary>
    public List<LinuxThrottleDevice>? ThrottleReadIopsDevice { get; set; }

    /// <summary>Writes, operations per second.</summary>
    public List<LinuxThrottleDevice>? ThrottleWriteIopsDevice { get; set; }
}
