namespace PSContainer.Images.Registry;

/// <summary>
/// Brings the blobs of one image into the store: its configuration, its layers, several at once, and its manifest at last. Layers are
/// unpacked while they come.
/// </summary>
/// <param name="client">Where from.</param>
/// <param name="hold">The store.</param>
/// <param name="image">Which.</param>
/// <param name="unpacker">What unpacks layers; null where only blobs are wanted.</param>
/// <param name="progress">Told how far it is.</param>
internal sealed class ImageDownload(RegistryClient client, StoreHold hold, ResolvedImage image, LayerUnpacker? unpacker, TransferProgress progress)
{
    /// <summary>Does it.</summary>
    /// <exception cref="Errors.ContainerException"><c>Registry.…</c>, <c>Image.…</c>, <c>Layer.…</c></exception>
    public async Task RunAsync(CancellationToken cancel)
    {
        TransferItem configuration = progress.Add(image.Manifest.Configuration);
        List<Descriptor> blobs = [.. image.Manifest.Layers.DistinctBy(static layer => layer.Digest)];
        List<TransferItem> items = blobs.ConvertAll(progress.Add);
        await new BlobDownload(client, hold, image.Manifest.Configuration, configuration).RunAsync(cancel).ConfigureAwait(false);
        ImageConfiguration content = hold.Store.ReadConfiguration(image.Manifest);
        ImageLayer[] layers = ImageLayer.All(image.Manifest, content);
        // Of one for another machine only the blobs are of use.
        if (unpacker is not null && content.Platform.Fit(Platform.Current) > 0)
            await UnpackAsync(layers, items, unpacker, cancel).ConfigureAwait(false);
        else
            await EachAsync(blobs.Count, (number, ending) => new BlobDownload(client, hold, blobs[number], items[number]).RunAsync(ending), cancel).ConfigureAwait(false);
        Keep(image.Fetched, cancel);
    }

    // At the end, what could not be unpacked on the way: layers whose download was begun anew.
    private async Task UnpackAsync(ImageLayer[] layers, List<TransferItem> items, LayerUnpacker unpacks, CancellationToken cancel)
    {
        var transfers = new List<LayerTransfer>();
        try
        {
            transfers.AddRange(Enumerable.Range(0, layers.Length).DistinctBy(index => layers[index].Blob.Digest)
                .Select(index => new LayerTransfer(hold, layers, index, unpacks)));
            await EachAsync(transfers.Count, (number, ending) => transfers[number].RunAsync(
                arriving => new BlobDownload(client, hold, transfers[number].Blob, items[number], arriving).RunAsync(ending),
                transfers.Take(number), ending), cancel).ConfigureAwait(false);
        }
        finally
        {
            transfers.ForEach(static transfer => transfer.Dispose());
        }

        unpacks.Unpack(hold, layers, cancel);
    }

    // The first that fails ends the others. They are begun in their order.
    private Task EachAsync(int count, Func<int, CancellationToken, Task> transfer, CancellationToken cancel) => Parallel.ForEachAsync(
        Enumerable.Range(0, count), new ParallelOptions { MaxDegreeOfParallelism = client.Options.ParallelLayers, CancellationToken = cancel },
        async (number, ending) => await transfer(number, ending).ConfigureAwait(false));

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
