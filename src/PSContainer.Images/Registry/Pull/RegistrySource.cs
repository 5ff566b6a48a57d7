namespace PSContainer.Images.Registry;

/// <summary>Where an image may be had from, and how it is reached.</summary>
/// <param name="Location">The repository.</param>
/// <param name="Options">The options; credentials that were given are for the registry of the image's name, not for its mirrors.</param>
internal sealed record RegistrySource(RegistryLocation Location, RegistryOptions Options)
{
    /// <summary>The mirrors, and at last the registry itself.</summary>
    public static List<RegistrySource> All(ImageReference reference, RegistryOptions options) =>
    [
        .. options.Mirrors.Select(mirror => new RegistrySource(RegistryLocation.OfMirror(mirror, reference), options with { Credential = null })),
        new RegistrySource(RegistryLocation.Of(reference), options),
    ];
}
