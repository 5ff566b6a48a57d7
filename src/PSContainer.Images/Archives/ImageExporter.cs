using PSContainer.Errors;

namespace PSContainer.Images;

/// <summary>Writes images to one archive. It appears under its name once it is whole.</summary>
internal sealed class ImageExporter(ImageStore store, Action<long> progress, CancellationToken cancel)
{
    private const int BlockSize = 1 << 20;

    /// <summary>Writes the archive.</summary>
    /// <param name="images">The images, each of which may come with several names.</param>
    /// <param name="format">The archive's kind.</param>
    /// <param name="path">Where to, absolute.</param>
    /// <param name="force">Whether a file that is there is replaced.</param>
    /// <exception cref="ContainerException"><c>Image.Archive.Exists</c>, <c>Image.Archive.Write</c>, <c>Image.Blob.…</c></exception>
    public void Export(IReadOnlyList<ContainerImage> images, ArchiveFormat format, string path, bool force)
    {
        if (Directory.Exists(path) || (!force && File.Exists(path)))
            throw ArchiveErrors.TargetExists(path);
        using StoreHold hold = store.Hold(cancel);
        string draft = $"{path}.{Guid.NewGuid():N}.partial";
        try
        {
            using (var output = new FileStream(draft, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Read, BlockSize))
            {
                Write(images, format, new ArchiveWriter(output));
                output.Flush(flushToDisk: true);
            }

            File.Move(draft, path, overwrite: force);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw ArchiveErrors.CannotWrite(path, error);
        }
        finally
        {
            if (File.Exists(draft))
                File.Delete(draft);
        }
    }

    private void Write(IReadOnlyList<ContainerImage> images, ArchiveFormat format, ArchiveWriter archive)
    {
        if (images.FirstOrDefault(static image => image.Problem is not null) is { } damaged)
            throw ImageErrors.Damaged(damaged);
        if (format == ArchiveFormat.Docker)
            new DockerExport(this, archive).Write(images);
        else
            new LayoutExport(this, archive).Write(images);
        archive.End();
    }

    /// <summary>The store that the images are in.</summary>
    public ImageStore Store => store;

    /// <summary>Copies a content, and sees that it is what it must be.</summary>
    /// <param name="source">The content.</param>
    /// <param name="target">Where to.</param>
    /// <param name="expected">Its digest.</param>
    public void Copy(Stream source, Stream target, Digest expected)
    {
        byte[] block = new byte[BlockSize];
        using System.Security.Cryptography.IncrementalHash hash = expected.StartHash();
        for (int count; (count = source.Read(block)) > 0;)
        {
            cancel.ThrowIfCancellationRequested();
            hash.AppendData(block, 0, count);
            target.Write(block, 0, count);
            progress(count);
        }

        var found = Digest.FromHash(expected.Algorithm, hash.GetHashAndReset());
        if (found != expected)
            throw StoreErrors.DigestMismatch(expected, found);
    }
}
