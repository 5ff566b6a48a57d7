using PSContainer.Errors;

namespace PSContainer.Images;

/// <summary>
/// Imports images: docker-archives, OCI archives and layouts, and root file systems as archive or folder. What is imported gets its name
/// last, all at once; of an import that fails, nothing stays.
/// </summary>
internal sealed class ImageImporter(ImageStore store, ImportOptions options)
{
    /// <summary>Imports a file or folder.</summary>
    /// <param name="path">Its path, absolute.</param>
    /// <exception cref="ContainerException"><c>Image.Archive.…</c>, <c>Image.Store.…</c> and whatever else is wrong with it.</exception>
    public IReadOnlyList<ContainerImage> Import(string path)
    {
        if (Directory.Exists(path))
            return Run(hold => FromFolder(hold, path));
        return Run(hold =>
        {
            using Stream file = Open(path);
            return FromStream(hold, file, $"'{path}'");
        });
    }

    /// <summary>Imports an archive as it comes.</summary>
    /// <param name="archive">Its bytes, compressed or not.</param>
    /// <param name="subject">What it is, for messages.</param>
    public IReadOnlyList<ContainerImage> Import(Stream archive, string subject) => Run(hold => FromStream(hold, archive, subject));

    private IReadOnlyList<ContainerImage> Run(Func<StoreHold, IReadOnlyList<ContainerImage>> import)
    {
        using StoreHold hold = store.Hold(options.Cancel);
        return store.Guard(() => import(hold));
    }

    private List<ContainerImage> FromStream(StoreHold hold, Stream archive, string subject)
    {
        using var input = ArchiveInput.Open(archive, subject, options.MaximumSize, options.Cancel);
        using var layer = new TeeStream(input);
        var reader = new ArchiveReader(layer, subject);
        ArchiveEntry? first = reader.Next();
        if (options.IsRootFileSystem || !ImageFormat.IsUsualBeginning(first))
            return FromUnknown(hold, layer, reader, first, subject);
        layer.Forget();
        return FromArchive(hold, reader, first, subject);
    }

    // Most likely a root file system, which is a layer as it is. If at its end it turns out to be an image, it is read a second time.
    private List<ContainerImage> FromUnknown(StoreHold hold, TeeStream layer, ArchiveReader reader, ArchiveEntry? first, string subject)
    {
        var import = new RootFileSystemImport(hold, options);
        using BlobWriter writer = hold.Store.CreateBlob(hold, options.MaximumSize, subject);
        if (!import.Copy(layer, reader, first, writer, subject) || options.IsRootFileSystem)
            return [import.Add(writer.Commit(MediaTypes.Layer), subject)];
        using FileStream again = writer.Reread();
        var second = new ArchiveReader(again, subject);
        return FromArchive(hold, second, second.Next(), subject);
    }

    private List<ContainerImage> FromArchive(StoreHold hold, ArchiveReader reader, ArchiveEntry? first, string subject)
    {
        RefuseConfiguration(subject);
        return FromSource(hold, ArchiveSource.Load(hold, reader, first, subject, options));
    }

    private List<ContainerImage> FromFolder(StoreHold hold, string path)
    {
        using var source = new FolderSource(hold, path, options);
        if (options.IsRootFileSystem || !ImageFormat.IsImage(source))
            return [new RootFileSystemImport(hold, options).Pack(path)];
        RefuseConfiguration(source.Subject);
        return FromSource(hold, source);
    }

    private void RefuseConfiguration(string subject)
    {
        if (options.Configure is not null)
            throw ArchiveErrors.HasConfiguration(subject);
    }

    // Docker's own archives are both: its manifest has the names.
    private List<ContainerImage> FromSource(StoreHold hold, ImageSource source)
    {
        if (source.TryRead(DockerManifest.FileName) is { } manifest)
            return new DockerImport(hold, source, options).Import(manifest);
        return source.TryRead(ImageFormat.LayoutFile) is { } layout
            ? new LayoutImport(hold, source, options).Import(layout)
            : throw ArchiveErrors.NoImage(source.Subject);
    }

    private static FileStream Open(string path)
    {
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw ArchiveErrors.NotFound(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw ArchiveErrors.CannotRead($"'{path}'", error);
        }
    }
}
