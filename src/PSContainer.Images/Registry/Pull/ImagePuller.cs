using PSContainer.Errors;

namespace PSContainer.Images.Registry;

/// <summary>Brings images from registries into the store.</summary>
/// <param name="store">The store.</param>
/// <param name="options">How registries are reached.</param>
/// <param name="unpacker">What unpacks layers while they come; null where only blobs are wanted.</param>
internal sealed class ImagePuller(ImageStore store, RegistryOptions options, LayerUnpacker? unpacker = null)
{
    /// <summary>The image of a name, from the store or from its registry, as the policy says.</summary>
    /// <param name="reference">The name.</param>
    /// <param name="policy">When the registry is asked.</param>
    /// <param name="platform">What it must run on, or null for this machine and whatever the store has of that name.</param>
    /// <param name="progress">Told how far it is.</param>
    /// <param name="cancel">Ends it at once; what has arrived of large blobs is kept for the next time.</param>
    /// <exception cref="ContainerException"><c>Image.NotFound</c>, <c>Registry.…</c>, <c>Image.…</c></exception>
    public async Task<ContainerImage> GetAsync(
        ImageReference reference, ImagePullPolicy policy, Platform? platform, TransferProgress progress, CancellationToken cancel)
    {
        ContainerImage? stored = policy == ImagePullPolicy.Always ? null : Stored(reference, platform);
        return policy switch
        {
            ImagePullPolicy.Never => stored ?? throw PullErrors.NotInStore(reference),
            ImagePullPolicy.Missing when stored is not null => stored,
            ImagePullPolicy.Newer when stored is not null && await IsCurrentAsync(stored, reference, cancel).ConfigureAwait(false) => stored,
            _ => await PullAsync(reference, platform ?? Platform.Current, progress, cancel).ConfigureAwait(false),
        };
    }

    private ContainerImage? Stored(ImageReference reference, Platform? platform) =>
        store.Find(reference) is { Problem: null } image && (platform is null || image.Platform.Fit(platform) > 0)
        && image.Layers.All(layer => store.Contains(layer.Blob)) ? image : null;

    private async Task<ContainerImage> PullAsync(ImageReference reference, Platform platform, TransferProgress progress, CancellationToken cancel)
    {
        List<RegistrySource> sources = RegistrySource.All(reference, options);
        foreach (RegistrySource source in sources.SkipLast(1))
        {
            try
            {
                return await PullAsync(source, reference, platform, progress, cancel).ConfigureAwait(false);
            }
            catch (ContainerException error) when (!error.ErrorId.StartsWith("Image.Store.", StringComparison.Ordinal))
            {
                options.Log($"The mirror {source.Location} is of no use: {error.Message}");
            }
        }

        return await PullAsync(sources[^1], reference, platform, progress, cancel).ConfigureAwait(false);
    }

    private async Task<ContainerImage> PullAsync(
        RegistrySource source, ImageReference reference, Platform platform, TransferProgress progress, CancellationToken cancel)
    {
        using var client = new RegistryClient(source.Location, source.Options);
        ResolvedImage image = await ResolvedImage.FindAsync(client, reference, platform, cancel).ConfigureAwait(false);
        using StoreHold hold = store.Hold(cancel);
        await new ImageDownload(client, hold, image, unpacker, progress).RunAsync(cancel).ConfigureAwait(false);
        Descriptor manifest = image.Fetched.Descriptor.With(image.Index is { } index
            ? new Dictionary<string, string> { [ImageAnnotations.IndexDigest] = index.ToString() } : null);
        store.Tag(hold, manifest, reference);
        return store.Find(reference) ?? throw PullErrors.Gone(reference);
    }

    // A registry that cannot be asked is no reason to stop one who has the image.
    private async Task<bool> IsCurrentAsync(ContainerImage stored, ImageReference reference, CancellationToken cancel)
    {
        if (reference.Digest is not null)
            return true;
        try
        {
            using var client = new RegistryClient(RegistryLocation.Of(reference), options);
            Digest? now = await client.HeadManifestAsync(reference.Tag!, cancel).ConfigureAwait(false);
            return now is { } digest && stored.Has(digest);
        }
        catch (ContainerException error)
        {
            options.Log($"The image in the store is used: {error.Message}");
            return true;
        }
    }
}
