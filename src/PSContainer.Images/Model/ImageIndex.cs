namespace PSContainer.Images;

/// <summary>A list of manifests, one for each platform, or all those of a layout; see the OCI image specification, "Image Index".</summary>
internal sealed class ImageIndex
{
    /// <summary>The index's media type.</summary>
    public string MediaType { get; init; } = MediaTypes.Index;

    /// <summary>The manifests.</summary>
    public List<Descriptor> Manifests { get; init; } = [];

    /// <summary>Notes, or null.</summary>
    public Dictionary<string, string>? Annotations { get; init; }

    /// <summary>What is best for a platform; null where nothing is for it.</summary>
    public Descriptor? Select(Platform platform) =>
        Manifests.Where(manifest => manifest.Platform is { } made && made.Fit(platform) > 0)
            .MaxBy(manifest => manifest.Platform!.Fit(platform))
        ?? Manifests.Where(static manifest => manifest.Platform is null && MediaTypes.IsManifest(manifest.MediaType)).FirstOrDefault(_ => Manifests.Count == 1);
}
