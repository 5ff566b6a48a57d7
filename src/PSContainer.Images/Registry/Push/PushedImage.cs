namespace PSContainer.Images.Registry;

/// <summary>What of an image has to be in a registry: manifests, those of an index before it, and the blobs that they name.</summary>
/// <param name="Manifests">The manifests and indexes, each after what it names; the last is the image's.</param>
/// <param name="Blobs">Configurations and layers, each once.</param>
internal sealed record PushedImage(IReadOnlyList<Descriptor> Manifests, IReadOnlyList<Descriptor> Blobs)
{
    /// <summary>Lists it, from what is in the store.</summary>
    /// <exception cref="Errors.ContainerException"><c>Image.Blob.NotFound</c>: a platform's image, or a part of it, is not in the store.</exception>
    public static PushedImage Of(ContainerImage image)
    {
        var manifests = new List<Descriptor>();
        var blobs = new List<Descriptor>();
        Add(image.Store, image.Entry, manifests, blobs);
        return new PushedImage([.. manifests.DistinctBy(static one => one.Digest)], [.. blobs.DistinctBy(static one => one.Digest)]);
    }

    private static void Add(ImageStore store, Descriptor entry, List<Descriptor> manifests, List<Descriptor> blobs)
    {
        if (MediaTypes.IsIndex(entry.MediaType))
        {
            foreach (Descriptor one in ModelReading.Index(store.ReadBlob(entry), $"The index {entry.Digest}").Manifests)
                Add(store, one, manifests, blobs);
        }
        else
        {
            blobs.AddRange(store.ReadManifest(entry).Blobs);
        }

        manifests.Add(entry);
        if (blobs.Find(blob => !store.Contains(blob)) is { } missing)
            throw StoreErrors.NoBlob(missing.Digest);
    }
}
