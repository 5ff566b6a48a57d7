using PSContainer.Images;
using PSContainer.State;

namespace PSContainer.Commands;

/// <summary>Where images are, and whose short names mean what: what the environment says of both.</summary>
internal static class ImageHome
{
    /// <summary>The user's image store: PSCONTAINER_STORE, or the usual folder.</summary>
    public static ImageStore OpenStore() => new(Variable("PSCONTAINER_STORE")
        ?? StoreRoot.Choose(StateRoot.UserId, StateRoot.IsInUserNamespace(), Variable("XDG_DATA_HOME"), Variable("HOME")));

    /// <summary>The registry of names without one: PSCONTAINER_REGISTRY, or Docker Hub.</summary>
    public static string DefaultRegistry => Variable("PSCONTAINER_REGISTRY") ?? ImageReference.DockerHub;

    /// <summary>Reads an image's name as a user writes it.</summary>
    /// <exception cref="Errors.ContainerException"><c>Image.Reference.Invalid</c>.</exception>
    public static ImageReference Name(string text) => ImageReference.Parse(text, DefaultRegistry);

    private static string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
}
