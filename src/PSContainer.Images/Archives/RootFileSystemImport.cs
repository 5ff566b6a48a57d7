using PSContainer.Client;

namespace PSContainer.Images;

/// <summary>Makes an image of one layer from a root file system.</summary>
internal sealed class RootFileSystemImport(StoreHold hold, ImportOptions options)
{
    private const int BlockSize = 1 << 20;

    /// <summary>Copies an archive: it is the layer, byte for byte, once it is decompressed.</summary>
    /// <param name="layer">The archive as it is read.</param>
    /// <param name="reader">Its reader.</param>
    /// <param name="first">Its first entry, which has been read.</param>
    /// <param name="writer">Where to.</param>
    /// <param name="subject">What it is, for messages.</param>
    /// <returns>Whether it is an image's archive after all.</returns>
    public bool Copy(TeeStream layer, ArchiveReader reader, ArchiveEntry? first, BlobWriter writer, string subject)
    {
        if (first is null)
            throw ArchiveErrors.NoImage(subject);
        layer.CopyTo(writer);

        // All of it is read as an archive: damage is seen now, not when it is unpacked.
        bool isImage = false;
        for (ArchiveEntry? entry = first; entry is not null; entry = reader.Next())
        {
            isImage |= ImageFormat.IsMark(entry.Name);
            options.Progress(entry.Size);
        }

        byte[] rest = new byte[BlockSize];
        while (layer.Read(rest) > 0)
        {
        }

        return isImage;
    }

    /// <summary>Packs a folder, and makes the image of it.</summary>
    /// <param name="path">The folder, absolute.</param>
    public ContainerImage Pack(string path)
    {
        // It has what is no file system of an image's at all, and this store.
        LauncherImage launcher = options.Launcher is { } given && Path.TrimEndingDirectorySeparator(path) != "/" ? given : throw ArchiveErrors.Folder(path);
        string subject = $"'{path}'";
        using BlobWriter writer = hold.Store.CreateBlob(hold, options.MaximumSize, subject);
        CommittedLayer layer = LayerCommit.Write(writer, launcher, LayerOwners.OfCaller(), path, isCompressed: false, options.Progress, options.Cancel);
        return layer.Facts.Entries > 0 ? Add(layer.Blob, subject) : throw ArchiveErrors.NoImage(subject);
    }

    /// <summary>Makes the image of its layer.</summary>
    public ContainerImage Add(Descriptor layer, string subject)
    {
        var configuration = new ImageConfiguration
        {
            Created = DateTimeOffset.UtcNow, Platform = options.Platform, DiffIds = [layer.Digest.ToString()],
            History = [new ImageHistory { Created = DateTimeOffset.UtcNow, CreatedBy = $"Import-ContainerImage {subject}" }],
        };
        options.Configure?.Invoke(configuration);
        var manifest = new ImageManifest
        {
            Configuration = hold.Store.WriteBlob(hold, MediaTypes.Configuration, ConfigurationWriting.Write(configuration)),
            Layers = [layer],
        };
        return hold.Store.Add(hold, hold.Store.WriteBlob(hold, MediaTypes.Manifest, ModelWriting.Write(manifest)), options.Name);
    }
}
