using PSContainer.Errors;

namespace PSContainer.Images;

/// <summary>How many images of the store have each blob.</summary>
internal sealed class BlobUsage
{
    private readonly Dictionary<Digest, int> _images = [];

    /// <summary>Counts. An image with several names counts once.</summary>
    public static BlobUsage Of(ImageStore store)
    {
        var usage = new BlobUsage();
        foreach (Descriptor entry in store.ReadIndex().Manifests.DistinctBy(static entry => entry.Digest))
            usage.Add(store, entry);
        return usage;
    }

    /// <summary>Whether more than one image has it.</summary>
    public bool IsShared(Digest blob) => _images.GetValueOrDefault(blob) > 1;

    private void Add(ImageStore store, Descriptor entry)
    {
        try
        {
            Descriptor manifest = store.ManifestOf(entry, Platform.Current);
            foreach (Digest blob in store.ReadManifest(manifest).Blobs.Select(static blob => blob.Digest).Append(manifest.Digest).Distinct())
                _images[blob] = _images.GetValueOrDefault(blob) + 1;
        }
        catch (ContainerException)
        {
            // Of a damaged image nobody knows what it has.
        }
    }
}
