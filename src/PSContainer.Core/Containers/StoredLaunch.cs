using PSContainer.Errors;
using PSContainer.Json;
using PSContainer.Protocol;
using PSContainer.State;

namespace PSContainer.Containers;

/// <summary>What a detached container was launched by, as its state keeps it.</summary>
internal static class StoredLaunch
{
    /// <summary>What was asked of the launcher.</summary>
    /// <exception cref="ContainerException"><c>Container.NotKept</c>; <c>State.Launch</c>: it is broken.</exception>
    public static LaunchRequest Read(ContainerFolder folder)
    {
        var json = new JsonCursor(folder.ReadLaunch() ?? throw NotKept(folder.Id), "launch.json", "State.Launch");
        LaunchRequest launch = LaunchRequest.Read(ref json);
        json.End();
        return launch.Id == folder.Id ? launch : throw NotKept(folder.Id);
    }

    /// <summary>The spec, as it was given.</summary>
    /// <exception cref="ContainerException"><c>Container.NotKept</c></exception>
    public static byte[] ReadSpec(ContainerFolder folder) => folder.ReadSpec() ?? throw NotKept(folder.Id);

    private static ContainerException NotKept(string id) => new(
        "Container.NotKept", ErrorKind.InvalidState, $"What the container '{ContainerId.ShortId(id)}' was launched by is not kept: it cannot be launched again.", id,
        "That is kept of containers of New-NamespacedProcess and New-Container; others have to be made anew.");
}
