namespace PSContainer;

/// <summary>Where a record of a container's log came from.</summary>
public enum ContainerLogSource
{
    /// <summary>The command's standard output, or its terminal.</summary>
    Output,

    /// <summary>The command's standard error.</summary>
    Error,

    /// <summary>The monitor itself: it says what is missing from the log, and why. Nothing in a container can write such a record.</summary>
    Monitor,
}
