using PSContainer.Errors;

namespace PSContainer.Images.Registry;

/// <summary>Brings images from the store into registries.</summary>
/// <param name="options">How registries are reached.</param>
internal sealed class ImagePusher(RegistryOptions options)
{
    /// <summary>Pushes an image; it has its tag only once all of it is there.</summary>
    /// <param name="image">The image.</param>
    /// <param name="destination">The name that it gets; with a digest, that of the image.</param>
    /// <param name="progress">Told how far it is.</param>
    /// <param name="cancel">Ends it at once.</param>
    /// <exception cref="ContainerException"><c>Registry.…</c>, <c>Image.…</c></exception>
    public async Task PushAsync(ContainerImage image, ImageReference destination, TransferProgress progress, CancellationToken cancel)
    {
        if (destination.Tag is null && destination.Digest != image.Entry.Digest)
            throw RegistryErrors.NoTagForDigest(destination.FamiliarName);
        ImageStore store = image.Store;
        using StoreHold hold = store.Hold(cancel);
        PushedImage work = PushedImage.Of(image);
        using var client = new RegistryClient(RegistryLocation.Of(destination), options);
        var neighbours = new Neighbours(store, destination);
        List<BlobUpload> uploads = [.. work.Blobs.Select(blob => new BlobUpload(client, store, blob, neighbours.Of(blob), progress.Add(blob)))];
        await Parallel.ForEachAsync(
            uploads, new ParallelOptions { MaxDegreeOfParallelism = options.ParallelLayers, CancellationToken = cancel },
            static async (upload, ending) => await upload.RunAsync(ending).ConfigureAwait(false)).ConfigureAwait(false);
        foreach (Descriptor manifest in work.Manifests)
        {
            string reference = manifest == image.Entry && destination.Tag is { } tag ? tag : manifest.Digest.ToString();
            await client.PutManifestAsync(reference, manifest, store.ReadBlob(manifest), cancel).ConfigureAwait(false);
        }
    }
}
