namespace PSContainer.Oci;

/// <summary>A device node in a container.</summary>
public sealed class LinuxDevice
{
    /// <summary>The absolute path inside.</summary>
    public string Path { get; set; } = "";

    /// <summary>Its kind; not <see cref="DeviceKind.All"/>.</summary>
    public DeviceKind Type { get; set; }

    /// <summary>The major number; 0 for a FIFO.</summary>
    public long Major { get; set; }

    /// <summary>The minor number; 0 for a FIFO.</summary>
    public long Minor { get; set; }

    /// <summary>Permissions; only the bits of octal 7777 count.</summary>
    public uint? FileMode { get; set; }

    /// <summary>The owner's id inside.</summary>
    public uint? Uid { get; set; }

    /// <summary>The group's id inside.</summary>
    public uint? Gid { get; set; }
}
