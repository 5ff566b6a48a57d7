namespace PSContainer.Oci;

/// <summary>Priority of input and output; see ioprio_set(2).</summary>
public sealed class LinuxIOPriority
{
    /// <summary>The class.</summary>
    public IOPriorityClass Class { get; set; }

    /// <summary>The level within the class, 0 (highest) to 7.</summary>
    public int Priority { get; set; }
}
