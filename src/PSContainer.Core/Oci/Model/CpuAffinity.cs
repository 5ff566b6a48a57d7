namespace PSContainer.Oci;

/// <summary>The processors of a process that joins a container, as lists such as <c>0-3,7</c>.</summary>
public sealed class CpuAffinity
{
    /// <summary>Before it is moved to the container's control group.</summary>
    public string? Initial { get; set; }

    /// <summary>After that.</summary>
    public string? Final { get; set; }
}
