using Microsoft.Win32.SafeHandles;
using static Tmds.Linux.LibC;

namespace PSContainer.Images;

internal sealed partial class ImageStore
{
    /// <summary>Whether a blob is there. It is whole, then: only whole ones get a name.</summary>
    public bool Contains(Descriptor blob) => new FileInfo(Folders.Blob(blob.Digest)) is { Exists: true } file && file.Length == blob.Size;

    /// <summary>Opens a blob for reading.</summary>
    /// <exception cref="Errors.ContainerException"><c>Image.Blob.NotFound</c>.</exception>
    public FileStream OpenBlob(Digest digest) => new(OpenBlobFile(digest), FileAccess.Read, bufferSize: 0);

    /// <summary>Opens a blob's file for reading.</summary>
    /// <exception cref="Errors.ContainerException"><c>Image.Blob.NotFound</c>.</exception>
    public SafeFileHandle OpenBlobFile(Digest digest) =>
        Guard(() => StoreFile.TryOpen(Folders.Blob(digest), O_RDONLY) ?? throw StoreErrors.NoBlob(digest));

    /// <summary>Reads a manifest, index or configuration, and sees that it is what its digest says.</summary>
    /// <exception cref="Errors.ContainerException"><c>Image.Blob.…</c></exception>
    public byte[] ReadBlob(Descriptor blob)
    {
        using SafeFileHandle file = OpenBlobFile(blob.Digest);
        long length = RandomAccess.GetLength(file);
        if (length > ModelReading.MaxBytes)
            throw StoreErrors.TooLong($"The blob {blob.Digest}", ModelReading.MaxBytes);
        byte[] content = new byte[length];
        int count = RandomAccess.Read(file, content, 0);
        blob.Verify(content.AsSpan(0, count));
        return content;
    }

    /// <summary>Begins a blob whose digest is not known yet.</summary>
    /// <param name="hold">Kept until the blob belongs to an image.</param>
    /// <param name="limit">How many bytes are taken.</param>
    /// <param name="what">What it is, for messages.</param>
    public BlobWriter CreateBlob(StoreHold hold, long limit, string what) => Guard(() =>
    {
        hold.Mark();
        return BlobWriter.Create(this, limit, what);
    });

    /// <summary>Begins a blob that is known, or goes on where another, interrupted, stopped: see <see cref="BlobWriter.Length"/>.</summary>
    /// <returns>Null where the blob is there, be it by another process that was writing it just now.</returns>
    /// <param name="hold">Kept until the blob belongs to an image.</param>
    /// <param name="expected">What it must be.</param>
    /// <param name="cancel">Ends the wait for another process that is writing it.</param>
    public BlobWriter? ResumeBlob(StoreHold hold, Descriptor expected, CancellationToken cancel) =>
        Guard(() =>
        {
            hold.Mark();
            return BlobWriter.Resume(this, expected, cancel);
        });

    /// <summary>Adds a small blob.</summary>
    public Descriptor WriteBlob(StoreHold hold, string mediaType, ReadOnlySpan<byte> content)
    {
        var blob = Descriptor.Of(mediaType, content);
        if (Contains(blob))
            return blob;
        using BlobWriter writer = CreateBlob(hold, content.Length, mediaType);
        writer.Write(content);
        return writer.Commit(mediaType);
    }
}
