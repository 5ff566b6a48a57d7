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
        if (options.IsRootFileSystem || !ImageFormat.IsImageFile(first))
            return [new RootFileSystemImport(hold, options).FromArchive(layer, reader, first, subject)];
        layer.Forget();
        return FromSource(hold, ArchiveSource.Load(hold, reader, first, subject, options));
    }

    private List<ContainerImage> FromFolder(StoreHold hold, string path)
    {
        using var source = new FolderSource(hold, path, options);
        return options.IsRootFileSystem || !ImageFormat.IsImage(source)
            ? [new RootFileSystemImport(hold, options).FromFolder(path)]
            : FromSource(hold, source);
    }

    // Docker's own archives are both: its manifest has the names.
    private List<ContainerImage> FromSource(StoreHold hold, ImageSource source) => source.TryRead(DockerManifest.FileName) is { } manifest
        ? new DockerImport(hold, source, options).Import(manifest)
        : new LayoutImport(hold, source, options).Import();

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
