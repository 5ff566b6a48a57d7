namespace PSContainer.Images;

/// <summary>An image of one platform: its configuration and its layers, the lowest first; see the OCI image specification, "Image Manifest".</summary>
internal sealed class ImageManifest
{
    /// <summary>The manifest's media type: OCI's or Docker's.</summary>
    public string MediaType { get; init; } = MediaTypes.Manifest;

    /// <summary>The configuration's blob.</summary>
    public required Descriptor Configuration { get; init; }

    /// <summary>The layers' blobs, the lowest first.</summary>
    public required List<Descriptor> Layers { get; init; }

    /// <summary>Notes, or null.</summary>
    public Dictionary<string, string>? Annotations { get; init; }

    /// <summary>Every blob of the image but the manifest.</summary>
    public IEnumerable<Descriptor> Blobs => Layers.Prepend(Configuration);
}
