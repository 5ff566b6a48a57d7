using PSContainer.Errors;

namespace PSContainer.Images;

/// <summary>Imports the images of a docker-archive: what <c>docker save</c>, <c>podman save</c> and <c>skopeo copy</c> write.</summary>
internal sealed class DockerImport(StoreHold hold, ImageSource source, ImportOptions options)
{
    /// <summary>Imports them.</summary>
    /// <param name="manifest">The archive's <c>manifest.json</c>.</param>
    public List<ContainerImage> Import(byte[] manifest)
    {
        List<DockerManifest> images = DockerManifest.Read(manifest, $"{DockerManifest.FileName} of {source.Subject}");
        if (images.Count == 0)
            throw ArchiveErrors.NoImage(source.Subject);
        if (images.Count > 1 && options.Name is not null)
            throw ArchiveErrors.SeveralImages(source.Subject, images.Count);

        // All are stored before one gets a name.
        List<(Descriptor Manifest, DockerManifest Image)> stored = [.. images.Select(image => (Store(image), image))];
        return [.. stored.SelectMany(one => Names(one.Image).Select(name => hold.Store.Add(hold, one.Manifest, name)))];
    }

    private Descriptor Store(DockerManifest image)
    {
        byte[] text = source.Read(image.Config);
        ImageConfiguration configuration = ConfigurationReading.Configuration(text, $"'{ImageErrors.Show(image.Config)}' of {source.Subject}");
        if (configuration.DiffIds.Count != image.Layers.Count)
            throw ArchiveErrors.Invalid(source.Subject, $"its configuration names {configuration.DiffIds.Count} layers, and its manifest {image.Layers.Count}");
        var manifest = new ImageManifest
        {
            Configuration = hold.Store.WriteBlob(hold, MediaTypes.Configuration, text),
            Layers = [.. image.Layers.Select(layer => Layer(layer))],
        };
        return hold.Store.WriteBlob(hold, MediaTypes.Manifest, ModelWriting.Write(manifest));
    }

    private Descriptor Layer(string name)
    {
        Descriptor blob = source.Store(name, MediaTypes.Layer);
        return new Descriptor { MediaType = LayerFormat.MediaTypeOf(hold.Store, blob.Digest), Digest = blob.Digest, Size = blob.Size };
    }

    // The short names in such archives are Docker's, whatever the registry of this user's short names is.
    private IEnumerable<ImageReference?> Names(DockerManifest image)
    {
        if (options.Name is { } name)
            return [name];
        return image.RepoTags.Count == 0 ? [null] : image.RepoTags.Select(static ImageReference? (tag) => ImageReference.Parse(tag));
    }
}
