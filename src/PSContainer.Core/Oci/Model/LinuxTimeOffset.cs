namespace PSContainer.Oci;

/// <summary>How far a clock inside is ahead of the one outside.</summary>
public sealed class LinuxTimeOffset
{
    /// <summary>Seconds; may be negative.</summary>
    public long Secs { get; set; }

    /// <summary>Nanoseconds on top; below 1,000,000,000.</summary>
    public uint Nanosecs { get; set; }
}
