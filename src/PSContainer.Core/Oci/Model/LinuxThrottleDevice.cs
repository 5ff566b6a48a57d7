namespace PSContainer.Oci;

/// <summary>The rate of one block device.</summary>
public sealed class LinuxThrottleDevice
{
    /// <summary>The major number.</summary>
    public long Major { get; set; }

    /// <summary>The minor number.</summary>
    public long Minor { get; set; }

    /// <summary>Bytes or operations per second; 0 is "unlimited".</summary>
    public ulong Rate { get; set; }
}
