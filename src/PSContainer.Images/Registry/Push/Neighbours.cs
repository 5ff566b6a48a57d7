namespace PSContainer.Images.Registry;

/// <summary>Which other repositories of a registry may have a blob already: those of the images in the store that have it.</summary>
internal sealed class Neighbours
{
    private readonly Dictionary<Digest, string> _repositories = [];

    /// <summary>Looks through the store.</summary>
    public Neighbours(ImageStore store, ImageReference destination)
    {
        foreach (ContainerImage image in store.Images())
        {
            if (!ImageReference.TryParse(image.Name, ImageReference.DockerHub, out ImageReference? name)
                || name.Domain != destination.Domain || name.Path == destination.Path)
            {
                continue;
            }

            foreach (Descriptor blob in image.Blobs())
                _repositories.TryAdd(blob.Digest, name.Path);
        }
    }

    /// <summary>One that may have the blob, or null.</summary>
    public string? Of(Descriptor blob) => _repositories.GetValueOrDefault(blob.Digest);
}
