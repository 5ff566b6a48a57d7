using PSContainer.Configuration;
using PSContainer.Images;
using PSContainer.State;

namespace PSContainer.Commands;

/// <summary>What containers that are being made have of their own in the image store: a root over an image's, volumes, or both.</summary>
/// <param name="images">The image store.</param>
/// <param name="image">The image, or null for a root that is none.</param>
internal sealed class LaunchStorage(ImageStore images, LaunchImage? image)
{
    /// <summary>The image store.</summary>
    public ImageStore Images => images;

    /// <summary>The image, or null for a root that is none.</summary>
    public LaunchImage? Image => image;

    /// <summary>Works out what one container has, and how its mounts and root are then. Does nothing.</summary>
    public ContainerStorage Of(string id, StateStore store, ref ContainerOptions options)
    {
        var storage = new ContainerStorage(this, id, store);
        options = storage.Apply(options);
        return storage;
    }
}
