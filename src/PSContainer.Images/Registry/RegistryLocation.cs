namespace PSContainer.Images.Registry;

/// <summary>A repository in a registry.</summary>
/// <param name="Host">The registry.</param>
/// <param name="Repository">The repository's path: <c>library/busybox</c>.</param>
internal sealed record RegistryLocation(RegistryHost Host, string Repository)
{
    /// <summary>Where an image's name says that it is.</summary>
    public static RegistryLocation Of(ImageReference reference) => new(new RegistryHost(reference.Domain), reference.Path);

    /// <summary>Where a mirror has the same repository.</summary>
    /// <param name="mirror">The mirror: <c>host[:port][/folder]</c>.</param>
    /// <param name="reference">The image's name.</param>
    /// <exception cref="Errors.ContainerException"><c>Image.Reference.Invalid</c>.</exception>
    public static RegistryLocation OfMirror(string mirror, ImageReference reference)
    {
        string path = mirror.TrimEnd('/');
        int slash = path.IndexOf('/', StringComparison.Ordinal);
        string host = slash < 0 ? path : path[..slash];
        string folder = slash < 0 ? "" : path[(slash + 1)..] + "/";

        // The same grammar as that of images' names keeps anything else out of the addresses that are made of it.
        string name = $"{host}/{folder}{reference.Path}";
        var parsed = ImageReference.Parse(name, ImageReference.DockerHub);
        return parsed.Domain == host || host is "index.docker.io"
            ? Of(parsed)
            : throw ImageErrors.InvalidReference(mirror, "a mirror begins with a host, such as mirror.example or localhost:5000");
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Host}/{Repository}";
}
