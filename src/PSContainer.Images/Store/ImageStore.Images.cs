using PSContainer.Errors;

namespace PSContainer.Images;

internal sealed partial class ImageStore
{
    // An index may list indexes. Nobody needs more levels.
    private const int MaxIndexDepth = 4;

    /// <summary>All images, one for each name, in the order in which they got it. One that is damaged says why.</summary>
    public IEnumerable<ContainerImage> Images()
    {
        var usages = new Lazy<BlobUsage>(() => BlobUsage.Of(this));
        return ReadIndex().Manifests.Select(entry => Load(entry, usages));
    }

    /// <summary>The image of a name (with its digest, where one is given); null where there is none.</summary>
    public ContainerImage? Find(ImageReference reference)
    {
        ContainerImage? found = reference.Digest is { } digest
            ? Images().FirstOrDefault(image => image.IsOf(reference.Repository) && image.Has(digest))
            : ReadIndex().Manifests.Where(entry => NameOf(entry) == reference.StoredName).Select(entry => Load(entry, null)).FirstOrDefault();
        return found;
    }

    /// <summary>The images whose id, or whose manifest's digest, begins with these digits.</summary>
    public IEnumerable<ContainerImage> FindById(string prefix) => Images().Where(image => image.HasId(prefix));

    /// <summary>The image that a user means: by its name, or else by its id or digest or as much of one as no other's begins with.</summary>
    /// <param name="text">What the user wrote.</param>
    /// <param name="defaultRegistry">The registry of short names.</param>
    /// <exception cref="ContainerException"><c>Image.NotFound</c>, <c>Image.AmbiguousId</c>, <c>Image.Reference.Invalid</c>.</exception>
    public ContainerImage Resolve(string text, string defaultRegistry)
    {
        bool isName = ImageReference.TryParse(text, defaultRegistry, out ImageReference? reference);
        if (isName && Find(reference!) is { } named)
            return named;
        List<ContainerImage> found = [.. FindById(text).DistinctBy(static image => image.Id)];
        return found.Count switch
        {
            1 => found[0],
            > 1 => throw ImageErrors.AmbiguousId(text, found.Count),
            _ => throw (isName ? ImageErrors.NotFound(text, reference!.ToString()) : ImageErrors.NoId(text)),
        };
    }

    /// <summary>The manifest behind an entry of the index: itself, or the one that is best for a platform.</summary>
    /// <exception cref="ContainerException"><c>Image.Manifest.…</c>, <c>Image.Blob.…</c></exception>
    public Descriptor ManifestOf(Descriptor entry, Platform platform)
    {
        Descriptor found = entry;
        for (int depth = 0; MediaTypes.IsIndex(found.MediaType); depth++)
        {
            if (depth == MaxIndexDepth)
                throw ImageErrors.TooDeep(entry);
            ImageIndex index = ModelReading.Index(ReadBlob(found), $"The index {found.Digest}");
            found = index.Select(platform) ?? throw ImageErrors.NoPlatform(entry, index, platform);
        }

        return MediaTypes.IsManifest(found.MediaType) ? found : throw ImageErrors.NotAnImage(found);
    }

    /// <summary>Reads an image's manifest.</summary>
    public ImageManifest ReadManifest(Descriptor manifest) =>
        ModelReading.Manifest(ReadBlob(manifest), $"The manifest {manifest.Digest}");

    /// <summary>Reads an image's configuration.</summary>
    public ImageConfiguration ReadConfiguration(ImageManifest manifest) => MediaTypes.IsConfiguration(manifest.Configuration.MediaType)
        ? ConfigurationReading.Configuration(ReadBlob(manifest.Configuration), $"The configuration {manifest.Configuration.Digest}")
        : throw ImageErrors.NotAnImage(manifest.Configuration);

    private ContainerImage Load(Descriptor entry, Lazy<BlobUsage>? usages)
    {
        try
        {
            Descriptor manifest = ManifestOf(entry, Platform.Current);
            ImageManifest content = ReadManifest(manifest);
            return new ContainerImage(this, entry, manifest, content, ReadConfiguration(content)) { Usages = usages };
        }
        catch (ContainerException error)
        {
            return new ContainerImage(this, entry, error.Message);
        }
    }
}
