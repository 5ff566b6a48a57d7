using System.Management.Automation;
using PSContainer.Images;
using PSContainer.State;

namespace PSContainer.Commands;

/// <summary>Where images are, and whose short names mean what: what the session says of both, and otherwise the environment.</summary>
internal static class ImageHome
{
    /// <summary>The user's image store: $PSContainerStore, PSCONTAINER_STORE, or the usual folder.</summary>
    /// <param name="cmdlet">The cmdlet that asks; null where it is none, as when Tab is pressed.</param>
    public static ImageStore OpenStore(PSCmdlet? cmdlet = null) => new(Setting(cmdlet, "PSContainerStore", "PSCONTAINER_STORE")
        ?? StoreRoot.Choose(StateRoot.UserId, StateRoot.IsInUserNamespace(), Variable("XDG_DATA_HOME"), Variable("HOME")))
    {
        EmptyForeign = static folder => LayerTrash.Empty(ContainerHome.Launcher, folder),
    };

    /// <summary>The registry of names without one: $PSContainerRegistry, PSCONTAINER_REGISTRY, or Docker Hub.</summary>
    /// <param name="cmdlet">The cmdlet that asks, or null.</param>
    public static string DefaultRegistry(PSCmdlet? cmdlet = null) =>
        Setting(cmdlet, "PSContainerRegistry", "PSCONTAINER_REGISTRY") ?? ImageReference.DockerHub;

    /// <summary>Reads an image's name as a user writes it.</summary>
    /// <param name="cmdlet">The cmdlet that asks, or null.</param>
    /// <param name="text">The name.</param>
    /// <exception cref="Errors.ContainerException"><c>Image.Reference.Invalid</c>.</exception>
    public static ImageReference Name(PSCmdlet? cmdlet, string text) => ImageReference.Parse(text, DefaultRegistry(cmdlet));

    private static string? Setting(PSCmdlet? cmdlet, string sessionName, string environmentName) =>
        cmdlet?.GetVariableValue(sessionName) is { } value && value.ToString() is { Length: > 0 } text ? text : Variable(environmentName);

    private static string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
}
