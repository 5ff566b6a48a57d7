using PSContainer.Oci;
using PSContainer.State;

namespace PSContainer.Containers;

/// <summary>The spec that a container was made by.</summary>
internal static class StoredSpec
{
    /// <summary>The spec; null where none was kept, or the container is gone.</summary>
    /// <exception cref="Errors.ContainerException">It is there, and is broken.</exception>
    public static RuntimeSpec? Read(Container container)
    {
        using ContainerFolder? folder = container.Store.TryOpen(container.Id);
        return folder?.ReadSpec() is { } document ? RuntimeSpecReader.Read(document) : null;
    }
}
