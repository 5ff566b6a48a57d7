using Microsoft.Win32.SafeHandles;
using PSContainer.Errors;
using PSContainer.Interop;
using PSContainer.State;
using static PSContainer.Interop.Interop;
using static Tmds.Linux.LibC;

namespace PSContainer.Images;

/// <summary>The files of an OCI image layout, or of an unpacked archive. None outside of the folder is opened, whatever a link says.</summary>
internal sealed unsafe class FolderSource(StoreHold hold, string path, ImportOptions options) : ImageSource, IDisposable
{
    private const int BlockSize = 1 << 20;

    private readonly SafeFileHandle _folder = StoreFile.Open(path, O_RDONLY | O_DIRECTORY);
    private long _count;

    /// <inheritdoc/>
    public override string Subject => $"The folder '{path}'";

    /// <inheritdoc/>
    public override byte[]? TryRead(string name)
    {
        using SafeFileHandle? file = TryOpen(name);
        if (file is null)
            return null;
        long length = RandomAccess.GetLength(file);
        if (length > ModelReading.MaxBytes)
            throw StoreErrors.TooLong($"'{ImageErrors.Show(name)}'", ModelReading.MaxBytes);
        byte[] content = new byte[length];
        return RandomAccess.Read(file, content, 0) == length ? content : throw ArchiveErrors.Invalid(Subject, $"'{ImageErrors.Show(name)}' changes while it is read");
    }

    /// <inheritdoc/>
    public override Descriptor? TryStore(string name, string mediaType, Descriptor? expected)
    {
        using SafeFileHandle? file = TryOpen(name);
        if (file is null)
            return null;
        if (expected is null)
        {
            using BlobWriter unknown = hold.Store.CreateBlob(hold, options.MaximumSize - _count, Subject);
            return Copy(file, unknown, mediaType);
        }

        using BlobWriter? writer = hold.Store.ResumeBlob(hold, expected, options.Cancel);
        writer?.Restart();
        return writer is null
            ? new Descriptor { MediaType = mediaType, Digest = expected.Digest, Size = expected.Size }
            : Copy(file, writer, mediaType);
    }

    /// <inheritdoc/>
    public void Dispose() => _folder.Dispose();

    private Descriptor Copy(SafeFileHandle file, BlobWriter writer, string mediaType)
    {
        byte[] block = new byte[BlockSize];
        for (int count; (count = Read(file, block, writer.Length)) > 0;)
        {
            options.Cancel.ThrowIfCancellationRequested();
            _count += count;
            if (_count > options.MaximumSize)
                throw ArchiveErrors.TooLarge(Subject, options.MaximumSize);
            writer.Write(block.AsSpan(0, count));
            options.Progress(count);
        }

        return writer.Commit(mediaType);
    }

    private int Read(SafeFileHandle file, byte[] block, long offset)
    {
        try
        {
            return RandomAccess.Read(file, block, offset);
        }
        catch (IOException error)
        {
            throw ArchiveErrors.CannotRead(Subject, error);
        }
    }

    // A FIFO or a device has no length, and may have no end.
    private SafeFileHandle? RegularFile(SafeFileHandle file, string name)
    {
        const uint format = 0xF000, regular = 0x8000;
        if ((DirectoryHandle.StatusOf((int)file.DangerousGetHandle(), name).Mode & format) == regular)
            return file;
        file.Dispose();
        throw ArchiveErrors.Invalid(Subject, $"'{ImageErrors.Show(name)}' is no file");
    }

    private SafeFileHandle? TryOpen(string name)
    {
        if (name.Contains('\0', StringComparison.Ordinal))
            return null;
        fixed (byte* relative = new CString(name))
        {
            int fd = OpenAt2(
                (int)_folder.DangerousGetHandle(), relative, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY, 0, RESOLVE_BENEATH | RESOLVE_NO_MAGICLINKS);
            if (fd >= 0)
                return RegularFile(new SafeFileHandle(fd, ownsHandle: true), name);
        }

        var error = LinuxException.FromLastError("openat2", $"{path}/{name}");
        return error.ErrorNumber is Errno.ENOENT or Errno.ENOTDIR or Errno.EXDEV or Errno.ELOOP ? null : throw ArchiveErrors.CannotRead(Subject, error);
    }
}
