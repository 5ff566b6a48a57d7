namespace PSContainer.Oci;

/// <summary>The limit of processes and threads.</summary>
public sealed class LinuxPids
{
    /// <summary>How many; -1 is "unlimited".</summary>
    public long? Limit { get; set; }
}
