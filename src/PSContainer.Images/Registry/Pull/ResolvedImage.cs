namespace PSContainer.Images.Registry;

/// <summary>An image of one platform, as a registry describes it; none of its blobs is here yet.</summary>
/// <param name="Fetched">Its manifest's bytes.</param>
/// <param name="Manifest">Its manifest.</param>
/// <param name="Index">The digest of the index that it was chosen from, or null.</param>
internal sealed record ResolvedImage(FetchedManifest Fetched, ImageManifest Manifest, Digest? Index)
{
    // As many levels of indexes as the store reads.
    private const int MaxDepth = 4;

    /// <summary>Finds the image of a name that is best for a platform.</summary>
    /// <exception cref="Errors.ContainerException"><c>Registry.…</c>, <c>Image.Platform.NotFound</c>, <c>Image.Manifest.…</c></exception>
    public static async Task<ResolvedImage> FindAsync(RegistryClient client, ImageReference reference, Platform platform, CancellationToken cancel)
    {
        FetchedManifest top = await client.GetManifestAsync(
            reference.Digest?.ToString() ?? reference.Tag!, reference.Digest, cancel).ConfigureAwait(false);
        FetchedManifest found = top;
        for (int depth = 0; MediaTypes.IsIndex(found.Descriptor.MediaType); depth++)
        {
            if (depth == MaxDepth)
                throw ImageErrors.TooDeep(top.Descriptor);
            var index = ModelReading.Index(found.Content, $"The index {found.Descriptor.Digest}");
            Descriptor best = index.Select(platform) ?? throw ImageErrors.NoPlatform(found.Descriptor, index, platform);
            found = await FetchAsync(client, best, cancel).ConfigureAwait(false);
        }

        ImageManifest manifest = ModelReading.Manifest(found.Content, $"The manifest {found.Descriptor.Digest}");
        Check(client.Location, reference, manifest);
        return new ResolvedImage(found, manifest, top == found ? null : top.Descriptor.Digest);
    }

    private static async Task<FetchedManifest> FetchAsync(RegistryClient client, Descriptor described, CancellationToken cancel)
    {
        if (!MediaTypes.IsIndex(described.MediaType) && !MediaTypes.IsManifest(described.MediaType))
            throw ImageErrors.NotAnImage(described);
        FetchedManifest fetched = await client.GetManifestAsync(described.Digest.ToString(), described.Digest, cancel).ConfigureAwait(false);
        return fetched.Content.Length == described.Size ? fetched : throw StoreErrors.SizeMismatch(described, fetched.Content.Length);
    }

    // Before anything large is fetched: whether it can be used at all.
    private static void Check(RegistryLocation location, ImageReference reference, ImageManifest manifest)
    {
        if (!MediaTypes.IsConfiguration(manifest.Configuration.MediaType))
            throw RegistryErrors.BadMediaType(location, reference.FamiliarName, manifest.Configuration.MediaType);
        if (manifest.Layers.Find(static layer => !MediaTypes.IsLayer(layer.MediaType)) is { } other)
            throw RegistryErrors.BadMediaType(location, reference.FamiliarName, other.MediaType);
        if (manifest.Configuration.Size > ModelReading.MaxBytes)
            throw StoreErrors.TooLong($"The configuration {manifest.Configuration.Digest}", ModelReading.MaxBytes);
    }
}
