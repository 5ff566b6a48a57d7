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
        "Create it as root, or in a cgroup that is delegated to you.");

    public static ContainerException NotPaused(string id) => new(
        "Container.NotPaused", ErrorKind.InvalidState, $"container not paused: {id}", id);
}
