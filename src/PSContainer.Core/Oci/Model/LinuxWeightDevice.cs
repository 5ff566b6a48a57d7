namespace PSContainer.Oci;

/// <summary>The share of one block device.</summary>
public sealed class LinuxWeightDevice
{
    /// <summary>The major number.</summary>
    public long Major { get; set; }

    /// <summary>The minor number.</summary>
    public long Minor { get; set; }

    /// <summary>The share relative to others, 10 to 1000.</summary>
    public ushort? Weight { get; set; }

    /// <summary>The share against children (version 1 of control groups with CFQ only).</summary>
    public ushort? LeafWeight { get; set; }
}
