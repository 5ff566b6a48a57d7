namespace PSContainer.Oci;

/// <summary>A rule about the use of devices.</summary>
public sealed class LinuxDeviceCgroup
{
    /// <summary>Whether it allows or denies.</summary>
    public bool Allow { get; set; }

    /// <summary>The kind; null stands for <see cref="DeviceKind.All"/>.</summary>
    public DeviceKind? Type { get; set; }

    /// <summary>The major number; null or -1 is any.</summary>
    public long? Major { get; set; }

    /// <summary>The minor number; null or -1 is any.</summary>
    public long? Minor { get; set; }

    /// <summary>What may be done; null stands for everything.</summary>
    public DeviceAccess? Access { get; set; }
}
