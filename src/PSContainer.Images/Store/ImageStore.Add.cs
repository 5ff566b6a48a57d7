namespace PSContainer.Images;

internal sealed partial class ImageStore
{
    /// <summary>Gives an image, all of whose blobs have been written, its place in the store: the last step of a pull or import.</summary>
    /// <param name="hold">Kept since before the blobs were written.</param>
    /// <param name="manifest">The manifest; its notes are kept beside the name.</param>
    /// <param name="name">The name, or null.</param>
    /// <exception cref="Errors.ContainerException">It is not whole, or no image: <c>Image.Blob.NotFound</c>, <c>Image.MediaType.Unknown</c>,
    /// <c>Image.Layer.DiffIdMismatch</c> …</exception>
    public ContainerImage Add(StoreHold hold, Descriptor manifest, ImageReference? name)
    {
        ImageManifest content = ReadManifest(manifest);
        ImageConfiguration configuration = ReadConfiguration(content);
        foreach (ImageLayer layer in ImageLayer.All(content, configuration))
            Check(layer);
        Tag(hold, manifest, name);
        Dictionary<string, string> notes = new(manifest.Annotations ?? []);
        if (name is not null)
            notes[ImageAnnotations.ReferenceName] = name.StoredName;
        return new ContainerImage(this, manifest.With(notes), manifest, content, configuration);
    }

    private void Check(ImageLayer layer)
    {
        if (!Contains(layer.Blob))
            throw StoreErrors.NoBlob(layer.Blob.Digest);
        if (layer.Compression == LayerCompression.None && layer.Digest != layer.DiffId && layer.Blob.Digest.Algorithm == DiffAlgorithm(layer))
            throw ArchiveErrors.WrongLayer(layer.Blob.Digest, layer.DiffId);
    }

    private static string DiffAlgorithm(ImageLayer layer) => Digest.Parse(layer.DiffId).Algorithm;
}
