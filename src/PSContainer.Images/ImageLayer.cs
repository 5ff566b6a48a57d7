namespace PSContainer.Images;

/// <summary>A layer of an image: an archive of what it changes of the layers below it.</summary>
public sealed class ImageLayer
{
    internal ImageLayer(Descriptor blob, string diffId)
    {
        Blob = blob;
        DiffId = diffId;
        Compression = MediaTypes.CompressionOf(blob.MediaType) ?? throw ImageErrors.NotAnImage(blob);
    }

    /// <summary>The digest of the archive as it is stored.</summary>
    public string Digest => Blob.Digest.ToString();

    /// <summary>The digest of the uncompressed archive.</summary>
    public string DiffId { get; }

    /// <summary>The archive's bytes as it is stored.</summary>
    public long Size => Blob.Size;

    /// <summary>How the archive is compressed.</summary>
    public LayerCompression Compression { get; }

    /// <summary>The archive's blob.</summary>
    internal Descriptor Blob { get; }

    /// <inheritdoc/>
    public override string ToString() => DiffId;

    internal static ImageLayer[] All(ImageManifest manifest, ImageConfiguration configuration) =>
        manifest.Layers.Count == configuration.DiffIds.Count
            ? [.. manifest.Layers.Zip(configuration.DiffIds, static (blob, diffId) => new ImageLayer(blob, diffId))]
            : throw ImageErrors.LayerCount(manifest, configuration);
}
