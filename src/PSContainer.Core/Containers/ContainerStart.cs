using PSContainer.Client;
using PSContainer.Errors;
using PSContainer.Protocol;
using PSContainer.State;

namespace PSContainer.Containers;

/// <summary>Starts containers that were created.</summary>
internal static class ContainerStart
{
    /// <summary>Lets a container's command begin, and waits until it has.</summary>
    /// <exception cref="ContainerException"><c>Container.NotCreated</c>; or a step failed: then the container has ended.</exception>
    public static void Start(Container container, IReadOnlyList<string> environment, LauncherImage image)
    {
        if (container.Status != ContainerStatus.Created)
        {
            throw NotCreated(container);
        }

        var request = new StartRequest { Id = container.Id, StateRoot = container.Store.Root.Path, Environment = environment };
        LauncherCall.Run(image, new LauncherRequest { Start = request });
        container.Refresh();
        // While it is likely to have them still.
        _ = container.Namespaces;
    }

    private static ContainerException NotCreated(Container container) => new(
        "Container.NotCreated", ErrorKind.InvalidState,
        $"The container '{container.Name}' cannot be started: it is {container.Status.ToString().ToLowerInvariant()}.", container,
        "New-Container makes one that waits to be started.");
}
