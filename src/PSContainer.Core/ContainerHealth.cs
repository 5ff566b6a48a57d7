namespace PSContainer;

/// <summary>What the health checks of a container have found.</summary>
public enum ContainerHealth
{
    /// <summary>Nothing yet: no check has succeeded, and not enough have failed.</summary>
    Starting,

    /// <summary>The last check that decided succeeded.</summary>
    Healthy,

    /// <summary>As many checks in a row as its retries allow have failed.</summary>
    Unhealthy,
}
