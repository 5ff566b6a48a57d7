using PSContainer.Errors;

namespace PSContainer.Containers;

/// <summary>Why nothing can be done with a container as it is.</summary>
internal static class ContainerErrors
{
    public static ContainerException NotRunning(string id) => new(
        "Container.NotRunning", ErrorKind.InvalidState, $"The container '{id}' is not running.", id,
        "Get-Container shows what runs; New-NamespacedProcess starts one.");

    public static ContainerException NoCgroup(string id) => new(
        "Container.NoCgroup", ErrorKind.NotSupported, $"The container '{id}' has no cgroup.", id,
        "It was launched without one: in the foreground without limits, or by a user to whom no cgroup is delegated.");

    public static ContainerException NotPaused(string id) => new(
        "Container.NotPaused", ErrorKind.InvalidState, $"container not paused: {id}", id);
}
