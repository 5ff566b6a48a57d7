namespace PSContainer.Images.Registry;

/// <summary>Brings the blobs of one image into the store: its configuration, its layers, several at once, and its manifest at last.</summary>
internal sealed class ImageDownload(RegistryClient client, StoreHold hold, ResolvedImage image, TransferProgress progress)
{
    /// <summary>Does it.</summary>
    /// <exception cref="Errors.ContainerException"><c>Registry.…</c>, <c>Image.…</c></exception>
    public async Task RunAsync(CancellationToken cancel)
    {
        List<Descriptor> layers = [.. image.Manifest.Layers.DistinctBy(static layer => layer.Digest)];
        TransferItem configuration = progress.Add(image.Manifest.Configuration);
        List<(Descriptor Blob, TransferItem Item)> work = layers.ConvertAll(layer => (layer, progress.Add(layer)));
        await new BlobDownload(client, hold, image.Manifest.Configuration, configuration).RunAsync(cancel).ConfigureAwait(false);
        ImageLayer.All(image.Manifest, hold.Store.ReadConfiguration(image.Manifest));
        await EachAsync(work, cancel).ConfigureAwait(false);
        Keep(image.Fetched, cancel);
    }

    // The first that fails ends the others.
    private Task EachAsync(List<(Descriptor Blob, TransferItem Item)> work, CancellationToken cancel) => Parallel.ForEachAsync(
        work, new ParallelOptions { MaxDegreeOfParallelism = client.Options.ParallelLayers, CancellationToken = cancel },
        async (layer, ending) => await new BlobDownload(client, hold, layer.Blob, layer.Item).RunAsync(ending).ConfigureAwait(false));

    private void Keep(FetchedManifest manifest, CancellationToken cancel)
    {
        using BlobWriter? writer = hold.Store.ResumeBlob(hold, manifest.Descriptor, cancel);
        if (writer is null)
            return;
        writer.Restart();
        writer.Write(manifest.Content);
        writer.Commit(manifest.Descriptor.MediaType);
    }
}
