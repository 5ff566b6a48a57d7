using PSContainer.Errors;

namespace PSContainer.Images;

/// <summary>Removes names, and with the last one the image.</summary>
internal sealed class ImageRemoval(ImageStore store)
{
    /// <summary>The images without a name that no container is of.</summary>
    public IReadOnlyList<ContainerImage> Unused()
    {
        HashSet<Digest> used = [.. store.Uses().Select(static use => use.Manifest)];
        return [.. store.Images().Where(image => image.Name.Length == 0 && !used.Contains(image.Manifest.Digest))];
    }

    /// <summary>Whether an image goes with this name.</summary>
    public bool IsLast(ContainerImage image) =>
        store.ReadIndex().Manifests.TrueForAll(entry => entry.Digest != image.Entry.Digest || ImageStore.NameOf(entry) == Named(image));

    /// <summary>Removes an image's name, or the image.</summary>
    /// <param name="image">The image, of one of its names.</param>
    /// <param name="whole">Whether all names go.</param>
    /// <param name="force">Whether it goes even if containers are of it.</param>
    /// <exception cref="ContainerException"><c>Image.InUse</c>, <c>Image.NotFound</c>.</exception>
    public void Remove(ContainerImage image, bool whole, bool force)
    {
        List<string> users = [.. store.Uses().Where(use => use.Manifest == image.Manifest.Digest).Select(static use => use.ContainerId)];
        if (users.Count > 0 && !force && (whole || IsLast(image)))
            throw ImageErrors.InUse(image, users);
        bool removed = whole ? store.Forget(image.Entry.Digest) : store.Untag(image.Name);
        if (!removed)
            throw ImageErrors.NotFound(image.ToString(), image.Name);
    }

    private static string? Named(ContainerImage image) => image.Name.Length > 0 ? image.Name : null;
}
