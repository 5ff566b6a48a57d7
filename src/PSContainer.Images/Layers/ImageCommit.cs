using PSContainer.Client;
using PSContainer.Errors;
using PSContainer.Protocol;
using PSContainer.State;

namespace PSContainer.Images;

/// <summary>Makes an image of a container that was made of one: its layers, and what the container changed as one more.</summary>
/// <param name="hold">Kept until the image is in the store.</param>
/// <param name="launcher">What reads the container's files.</param>
/// <param name="owners">To whom they belong.</param>
internal sealed class ImageCommit(StoreHold hold, LauncherImage launcher, LayerOwners owners)
{
    /// <summary>Who did it, for the image's history.</summary>
    private const string CreatedBy = "New-ContainerImage";

    private ImageStore Store => hold.Store;

    /// <summary>Makes it.</summary>
    /// <param name="containerId">The container's id.</param>
    /// <param name="name">The image's name, or null.</param>
    /// <param name="change">Changes the configuration, which is at first the image's that the container is of.</param>
    /// <param name="comment">A remark for the history, or null.</param>
    /// <param name="cancel">Stops it.</param>
    /// <exception cref="ContainerException"><c>Container.NoImage</c>: its root is no image's, or it keeps no changes.</exception>
    public ContainerImage Make(string containerId, ImageReference? name, Action<ImageConfiguration>? change, string? comment, CancellationToken cancel)
    {
        ContainerId.Validate(containerId);
        ImageManifest origin = Origin(containerId);
        ImageConfiguration configuration = Store.ReadConfiguration(origin);
        string copy = $"{Store.Folders.Container(containerId)}/{RootLayers.CopyName}", upper = $"{Store.Folders.Container(containerId)}/upper";
        bool isCopy = DirectoryHandle.TryStatusOf(copy, out _) == 0;
        if (!isCopy && DirectoryHandle.TryStatusOf(upper, out _) != 0)
            throw NoImage(containerId);
        if (isCopy)
        {
            // Where there was no overlay nobody knows what was changed: the whole root is the only layer.
            origin.Layers.Clear();
            configuration.DiffIds = [];
            configuration.History = [];
        }

        CommittedLayer layer = LayerCommit.Write(hold, launcher, owners, isCopy ? copy : upper, cancel);
        Describe(configuration, layer, comment);
        change?.Invoke(configuration);
        return Store.Add(hold, Write(origin, configuration, layer), name);
    }

    private ImageManifest Origin(string containerId)
    {
        foreach ((string id, Digest digest) in Store.Exists ? Store.Uses() : [])
        {
            if (id == containerId)
                return Store.ReadManifest(new Descriptor { MediaType = MediaTypes.Manifest, Digest = digest, Size = Size(digest) });
        }

        throw NoImage(containerId);
    }

    private long Size(Digest digest) => new FileInfo(Store.Folders.Blob(digest)) is { Exists: true } file ? file.Length : throw StoreErrors.NoBlob(digest);

    private static void Describe(ImageConfiguration configuration, CommittedLayer layer, string? comment)
    {
        DateTimeOffset now = DateTimeOffset.UtcNow;
        configuration.Created = now;
        configuration.DiffIds = [.. configuration.DiffIds, layer.DiffId.ToString()];
        configuration.History = [.. configuration.History, new ImageHistory { Created = now, CreatedBy = CreatedBy, Comment = comment }];
    }

    private Descriptor Write(ImageManifest origin, ImageConfiguration configuration, CommittedLayer layer)
    {
        var manifest = new ImageManifest
        {
            Configuration = Store.WriteBlob(hold, MediaTypes.Configuration, ConfigurationWriting.Write(configuration)),
            Layers = [.. origin.Layers.Select(Oci), layer.Blob],
        };
        return Store.WriteBlob(hold, MediaTypes.Manifest, ModelWriting.Write(manifest));
    }

    // One manifest has the media types of one standard.
    private static Descriptor Oci(Descriptor layer) => new()
    {
        Digest = layer.Digest, Size = layer.Size, Annotations = layer.Annotations,
        MediaType = MediaTypes.CompressionOf(layer.MediaType) switch
        {
            LayerCompression.Gzip => MediaTypes.LayerGzip,
            LayerCompression.Zstd => MediaTypes.LayerZstd,
            _ => MediaTypes.Layer,
        },
    };

    private static ContainerException NoImage(string containerId) => new(
        "Container.NoImage", ErrorKind.InvalidState, $"The container '{containerId}' has no changes of an image that a new one could be made of.", containerId,
        "Take one that was made with -Image, and not with -ReadOnly.");
}
