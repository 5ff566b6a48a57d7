using System.Text;

namespace PSContainer.Images;

/// <summary>Writes an OCI archive.</summary>
internal sealed class LayoutExport(ImageExporter exporter, ArchiveWriter archive)
{
    /// <summary>Writes the images, each blob once.</summary>
    public void Write(IReadOnlyList<ContainerImage> images)
    {
        archive.Write(ImageFormat.LayoutFile, Encoding.UTF8.GetBytes(ImageStore.LayoutText));
        List<Descriptor> blobs = [.. images.SelectMany(static image => image.Blobs()).DistinctBy(static blob => blob.Digest)];
        archive.WriteFolder("blobs");
        foreach (string algorithm in blobs.Select(static blob => blob.Digest.Algorithm).Distinct())
            archive.WriteFolder($"blobs/{algorithm}");
        foreach (Descriptor blob in blobs)
        {
            archive.Write(ImageSource.BlobName(blob.Digest), output =>
            {
                using FileStream content = exporter.Store.OpenBlob(blob.Digest);
                exporter.Copy(content, output, blob.Digest);
            });
        }

        archive.Write(ImageFormat.IndexFile, ModelWriting.Write(new ImageIndex { Manifests = [.. images.Select(Entry)] }));
    }

    private static Descriptor Entry(ContainerImage image) =>
        image.Manifest.With(image.Name.Length > 0 ? new() { [ImageAnnotations.ReferenceName] = image.Name } : null);
}
