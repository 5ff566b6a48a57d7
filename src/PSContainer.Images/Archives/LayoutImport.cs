using PSContainer.Errors;
using PSContainer.Json;

namespace PSContainer.Images;

/// <summary>Imports the images of an OCI image layout, be it a folder or an archive.</summary>
internal sealed class LayoutImport(StoreHold hold, ImageSource source, ImportOptions options)
{
    private const int MaxIndexDepth = 4;
    private const int MaxImages = 1000;

    /// <summary>Imports them: of each the platform that was asked for.</summary>
    /// <param name="layout">The layout's <c>oci-layout</c>.</param>
    public List<ContainerImage> Import(byte[] layout)
    {
        CheckVersion(layout);
        List<Descriptor> entries = ModelReading.Index(source.Read(ImageFormat.IndexFile), $"{ImageFormat.IndexFile} of {source.Subject}").Manifests;
        if (entries.Count == 0)
            throw ArchiveErrors.NoImage(source.Subject);
        if (entries.Count > MaxImages)
            throw ArchiveErrors.Invalid(source.Subject, $"it has more than {MaxImages} images");
        if (options.Name is not null && entries.DistinctBy(static entry => entry.Digest).Count() is > 1 and var count)
            throw ArchiveErrors.SeveralImages(source.Subject, count);

        // All are stored before one gets a name.
        List<(Descriptor Manifest, Descriptor Entry)> stored = [.. entries.Select(entry => (Store(entry), entry))];
        return [.. stored.Select(image => hold.Store.Add(hold, image.Manifest, NameOf(image.Entry))).DistinctBy(static image => (image.Name, image.Digest))];
    }

    private void CheckVersion(byte[] layout)
    {
        var json = new JsonCursor(layout, $"{ImageFormat.LayoutFile} of {source.Subject}", "Image.Archive.Invalid");
        string? version = null;
        json.BeginObject();
        while (json.NextProperty(out ReadOnlySpan<byte> name))
        {
            if (name.SequenceEqual("imageLayoutVersion"u8))
                version = json.String();
            else
                json.Skip();
        }

        if (version is null || !version.StartsWith("1.0.", StringComparison.Ordinal))
            throw StoreErrors.TooNew(source.Subject, version ?? "");
    }

    private Descriptor Store(Descriptor entry)
    {
        Descriptor manifest = Choose(entry);
        ImageManifest image = ModelReading.Manifest(Document(manifest), $"The manifest {manifest.Digest}");
        if (!MediaTypes.IsConfiguration(image.Configuration.MediaType))
            throw ImageErrors.NotAnImage(image.Configuration);
        if (image.Layers.Find(static layer => !MediaTypes.IsLayer(layer.MediaType)) is { } other)
            throw ImageErrors.NotAnImage(other);
        foreach (Descriptor blob in image.Blobs.Append(manifest))
            source.Store(ImageSource.BlobName(blob.Digest), blob.MediaType, blob);
        Dictionary<string, string> notes = entry.Digest == manifest.Digest ? [] : new() { [ImageAnnotations.IndexDigest] = entry.Digest.ToString() };
        return new Descriptor { MediaType = manifest.MediaType, Digest = manifest.Digest, Size = manifest.Size, Annotations = notes };
    }

    private Descriptor Choose(Descriptor entry)
    {
        Descriptor found = entry;
        for (int depth = 0; MediaTypes.IsIndex(found.MediaType); depth++)
        {
            if (depth == MaxIndexDepth)
                throw ImageErrors.TooDeep(entry);
            ImageIndex index = ModelReading.Index(Document(found), $"The index {found.Digest}");
            found = index.Select(options.Platform) ?? throw ImageErrors.NoPlatform(entry, index, options.Platform);
        }

        return MediaTypes.IsManifest(found.MediaType) ? found : throw ImageErrors.NotAnImage(found);
    }

    private byte[] Document(Descriptor blob)
    {
        byte[] content = source.Read(ImageSource.BlobName(blob.Digest));
        blob.Verify(content);
        return content;
    }

    // The note may be a whole name or, as the specification has it, no more than a tag.
    private ImageReference? NameOf(Descriptor entry)
    {
        if (options.Name is not null)
            return options.Name;
        string? noted = entry.Annotation(ImageAnnotations.ContainerdName) ?? ImageStore.NameOf(entry);
        if (noted is null)
            return null;
        if (noted.AsSpan().IndexOfAny(':', '/') >= 0 && ImageReference.TryParse(noted, ImageReference.DockerHub, out ImageReference? name))
            return name;
        options.Warn($"The image {entry.Digest} has no name in {source.Subject}, only the tag '{ImageErrors.Show(noted)}': give one with -Name.");
        return null;
    }
}
