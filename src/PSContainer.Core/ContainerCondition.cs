namespace PSContainer;

/// <summary>What a container can be waited for to be.</summary>
public enum ContainerCondition
{
    /// <summary>Ended, and not to be started again by its policy.</summary>
    Exited,

    /// <summary>Its command runs.</summary>
    Running,

    /// <summary>Its processes are frozen.</summary>
    Paused,

    /// <summary>Its health checks succeed.</summary>
    Healthy,

    /// <summary>Its health checks have failed too often.</summary>
    Unhealthy,

    /// <summary>Nothing of it is left.</summary>
    Removed,
}
