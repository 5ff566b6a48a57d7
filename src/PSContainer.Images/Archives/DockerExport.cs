using System.IO.Compression;
using PSContainer.Errors;
using ZstdSharp;

namespace PSContainer.Images;

/// <summary>Writes a docker-archive.</summary>
internal sealed class DockerExport(ImageExporter exporter, ArchiveWriter archive)
{
    /// <summary>Writes the images, each layer and configuration once.</summary>
    public void Write(IReadOnlyList<ContainerImage> images)
    {
        foreach (ImageLayer layer in images.SelectMany(static image => image.Layers).DistinctBy(static layer => layer.DiffId))
            archive.Write(LayerName(layer), output => Write(layer, output));
        foreach (Descriptor configuration in images.Select(static image => image.Content!.Configuration).DistinctBy(static blob => blob.Digest))
            archive.Write(ConfigurationName(configuration), exporter.Store.ReadBlob(configuration));
        archive.Write(DockerManifest.FileName, DockerManifest.Write([.. images.GroupBy(static image => image.Id).Select(Manifest)]));
    }

    // Whole names: Podman would take a short one for an image that was made on the machine.
    private static DockerManifest Manifest(IGrouping<string, ContainerImage> image) => new()
    {
        Config = ConfigurationName(image.First().Content!.Configuration),
        RepoTags = [.. image.Where(static one => one.Tag is not null).Select(static one => one.Name).Distinct()],
        Layers = [.. image.First().Layers.Select(LayerName)],
    };

    private void Write(ImageLayer layer, Stream output)
    {
        using FileStream blob = exporter.Store.OpenBlob(layer.Blob.Digest);
        try
        {
            using Stream content = Decompress(blob, layer.Compression);
            exporter.Copy(content, output, Digest.Parse(layer.DiffId));
        }
        catch (Exception error) when (error is InvalidDataException or ZstdException or EndOfStreamException)
        {
            throw ArchiveErrors.Invalid($"The layer {layer.Digest}", "its compressed content is damaged", error);
        }
    }

    private static Stream Decompress(Stream blob, LayerCompression compression) => compression switch
    {
        LayerCompression.Gzip => new GZipStream(blob, CompressionMode.Decompress),
        LayerCompression.Zstd => new DecompressionStream(blob, leaveOpen: false),
        _ => blob,
    };

    private static string LayerName(ImageLayer layer) => $"{Digest.Parse(layer.DiffId).Hex[..Math.Min(64, Digest.Parse(layer.DiffId).Hex.Length)]}.tar";

    private static string ConfigurationName(Descriptor configuration) => $"{configuration.Digest.Hex[..64]}.json";
}
