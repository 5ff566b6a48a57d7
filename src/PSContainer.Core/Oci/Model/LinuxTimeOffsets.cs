namespace PSContainer.Oci;

/// <summary>Offsets of the clocks that a time namespace has; see time_namespaces(7).</summary>
public sealed class LinuxTimeOffsets
{
    /// <summary><c>CLOCK_BOOTTIME</c>, and with it the uptime.</summary>
    public LinuxTimeOffset? Boottime { get; set; }

    /// <summary><c>CLOCK_MONOTONIC</c>.</summary>
    public LinuxTimeOffset? Monotonic { get; set; }
}
