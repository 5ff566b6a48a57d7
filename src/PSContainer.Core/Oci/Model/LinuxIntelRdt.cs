namespace PSContainer.Oci;

/// <summary>Cache and memory bandwidth through the resctrl file system.</summary>
public sealed class LinuxIntelRdt
{
    /// <summary>The class of service; null is the container's id, <c>/</c> the default class.</summary>
    public string? ClosId { get; set; }

    /// <summary>Lines for the schemata file, written last; since version 1.3 of the specification.</summary>
    public List<string>? Schemata { get; set; }

    /// <summary>The line for the L3 cache, <c>L3:0=7f0;1=1f</c>.</summary>
    public string? L3CacheSchema { get; set; }

    /// <summary>The line for memory bandwidth, <c>MB:0=20;1=70</c>.</summary>
    public string? MemBwSchema { get; set; }

    /// <summary>Whether cache use is monitored; versions 1.1 and 1.2.</summary>
    public bool EnableCmt { get; set; }

    /// <summary>Whether memory bandwidth is monitored; versions 1.1 and 1.2.</summary>
    public bool EnableMbm { get; set; }

    /// <summary>Whether there is a monitoring group; since version 1.3.</summary>
    public bool EnableMonitoring { get; set; }
}
