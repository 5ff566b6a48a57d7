namespace PSContainer;

/// <summary>What happened to a container.</summary>
public enum ContainerEventType
{
    /// <summary>It was made; its command may wait to be started.</summary>
    Created,

    /// <summary>Its command began.</summary>
    Started,

    /// <summary>Its processes were frozen.</summary>
    Paused,

    /// <summary>They go on.</summary>
    Resumed,

    /// <summary>Its command ended; the exit code is with it.</summary>
    Exited,

    /// <summary>The kernel killed one of its processes for want of memory.</summary>
    OomKilled,

    /// <summary>What its health checks find has changed; it is with it.</summary>
    Health,

    /// <summary>Its command was started again.</summary>
    Restarted,

    /// <summary>Nothing of it is left.</summary>
    Removed,
}
