using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;
using PSContainer.Errors;
using static Tmds.Linux.LibC;

namespace PSContainer.Images;

/// <summary>
/// Writes one blob as it comes: hashed, bounded, and with a name only once it is whole, right and on the disk. Disposing of it before
/// drops what was written, or keeps it for the next who resumes, where the blob is a known one.
/// </summary>
internal sealed partial class BlobWriter : IDisposable
{
    private readonly ImageStore _store;
    private readonly SafeFileHandle _file;
    private readonly string _path;
    private readonly Descriptor? _expected;
    private readonly long _limit;
    private readonly string _what;
    private IncrementalHash _hash;
    private bool _isDropped;
    private Digest? _verified;

    private BlobWriter(ImageStore store, SafeFileHandle file, string path, Descriptor? expected, long limit, string what)
    {
        _store = store;
        _file = file;
        _path = path;
        _expected = expected;
        _limit = limit;
        _what = what;
        _isDropped = expected is null;
        _hash = Digest.StartHash(expected?.Digest.Algorithm ?? Digest.Sha256);
    }

    /// <summary>How many bytes have been written, those of an interrupted predecessor included.</summary>
    public long Length { get; private set; }

    /// <summary>Begins one whose digest is not known.</summary>
    internal static BlobWriter Create(ImageStore store, long limit, string what)
    {
        string path = $"{store.Folders.Partial}/new-{Guid.NewGuid():N}";
        return new BlobWriter(store, StoreFile.Open(path, O_RDWR | O_CREAT | O_EXCL), path, null, limit, what);
    }

    /// <summary>Writes the next bytes.</summary>
    /// <exception cref="ContainerException"><c>Image.Blob.TooLarge</c>, <c>Image.Blob.SizeMismatch</c>, <c>Image.Store.ENOSPC</c> …</exception>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > _limit - Length)
        {
            _isDropped = true;
            throw _expected is null ? StoreErrors.TooLong(_what, _limit) : StoreErrors.SizeMismatch(_expected, Length + bytes.Length);
        }

        _hash.AppendData(bytes);
        try
        {
            StoreFile.Write(_file, bytes, _path);
        }
        catch (LinuxException error)
        {
            // A full disk shall not stay full because of what is half there.
            _isDropped = true;
            throw StoreErrors.CannotUse(_store.Path, error);
        }

        Length += bytes.Length;
    }

    /// <summary>Drops what has been written, to begin anew: what is sent does not go on where the predecessor stopped.</summary>
    public void Restart() => _store.Guard(() =>
    {
        LinuxException.Check((int)(long)lseek((int)_file.DangerousGetHandle(), 0, SEEK_SET), "lseek", _path);
        LinuxException.Check(ftruncate((int)_file.DangerousGetHandle(), 0), "ftruncate", _path);
        _hash.GetHashAndReset();
        Length = 0;
    });

    /// <summary>What has been written, to be read; nothing more may be written.</summary>
    public FileStream Reread() => new(OpenToRead(), FileAccess.Read, bufferSize: 0);

    /// <summary>The file that is written to, for one who reads meanwhile.</summary>
    public SafeFileHandle OpenToRead() => _store.Guard(() => StoreFile.Open(_path, O_RDONLY));

    /// <summary>Sees that what has been written is what it must be; nothing more may be written.</summary>
    /// <exception cref="ContainerException"><c>Image.Blob.DigestMismatch</c>, <c>Image.Blob.SizeMismatch</c>.</exception>
    public Digest Verify()
    {
        if (_verified is { } known)
            return known;
        if (_expected is not null && Length != _expected.Size)
            throw StoreErrors.SizeMismatch(_expected, Length);
        var found = Digest.FromHash(_expected?.Digest.Algorithm ?? Digest.Sha256, _hash.GetHashAndReset());
        _isDropped = true;
        if (_expected is not null && found != _expected.Digest)
            throw StoreErrors.DigestMismatch(_expected.Digest, found);
        _verified = found;
        return found;
    }

    /// <summary>Gives the blob its name, if it is what it must be.</summary>
    /// <exception cref="ContainerException"><c>Image.Blob.DigestMismatch</c>, <c>Image.Blob.SizeMismatch</c>.</exception>
    public Descriptor Commit(string mediaType)
    {
        Digest found = Verify();
        _store.Guard(() => Publish(found));
        return new Descriptor { MediaType = mediaType, Digest = found, Size = Length };
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_file.IsClosed)
            return;
        if (_isDropped)
            StoreFile.Remove(_path);
        _file.Dispose();
        _hash.Dispose();
    }

    private void Publish(Digest digest)
    {
        string path = _store.Folders.Blob(digest);
        StoreFile.Sync(_file, _path);
        StoreFile.Rename(_path, path);
        // Under the old name there is nothing any more, or the file of the next writer.
        _isDropped = false;
        StoreFile.SyncFolder(Path.GetDirectoryName(path)!);
    }
}
