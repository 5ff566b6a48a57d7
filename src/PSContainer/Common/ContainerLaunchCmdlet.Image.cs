using System.Management.Automation;
using PSContainer.Configuration;
using PSContainer.Errors;
using PSContainer.Images;
using PSContainer.Images.Registry;
using PSContainer.Oci;

namespace PSContainer.Commands;

/// <content>A root that is an image.</content>
public abstract partial class ContainerLaunchCmdlet
{
    private readonly List<ContainerStorage> _storages = [];
    private readonly CancellationTokenSource _stopping = new();
    private ImageStore? _images;

    /// <summary>
    /// An image, whose files become the root and whose configuration says what the other parameters do not: its name, its id, or what
    /// <c>Get-ContainerImage</c> gives.
    /// </summary>
    [Parameter(ParameterSetName = NewSet)]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(ImageNameCompleter))]
    public virtual object? Image { get; set; }

    /// <summary>When the image's registry is asked for it. By default where the store has no image of that name.</summary>
    [Parameter(ParameterSetName = NewSet)]
    public ImagePullPolicy Pull { get; set; } = ImagePullPolicy.Missing;

    /// <summary>Registries (host or host:port) that may speak http only: anybody on the way can read and change what is transferred, but for the content of an image whose digest is given.</summary>
    [Parameter(ParameterSetName = NewSet)]
    [ValidateNotNullOrEmpty]
    public string[] InsecureRegistry { get; set; } = [];

    /// <summary>What takes the place of the image's entry point; an empty text for nothing. The image's command is left out then.</summary>
    [Parameter(ParameterSetName = NewSet)]
    [AllowEmptyString]
    [AllowEmptyCollection]
    public string[]? Entrypoint { get; set; }

    /// <summary>The user's images.</summary>
    private protected ImageStore Images => _images ??= ImageHome.OpenStore(this);

    /// <summary>What the container that was read last has of its own in the image store; null for nothing.</summary>
    private protected LaunchStorage? Storage { get; private set; }

    /// <inheritdoc/>
    protected override void StopProcessing()
    {
        _stopping.Cancel();
        base.StopProcessing();
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _storages.ForEach(static storage => storage.Dispose());
            _stopping.Dispose();
        }

        base.Dispose(disposing);
    }

    private LaunchImage? OpenImage()
    {
        if ((Image as PSObject)?.BaseObject is { } bare)
        {
            Image = bare;
        }

        if (Image is null)
        {
            return Entrypoint is null ? null : throw new ContainerException(
                "Image.EntrypointAlone", ErrorKind.InvalidArgument, "-Entrypoint takes the place of an image's entry point, and no image is given.", null,
                "Give one with -Image, or the command alone.");
        }

        if (RootPath is not null || Writable)
        {
            throw new ContainerException(
                "Image.TwoRoots", ErrorKind.InvalidArgument, $"An image is a root of its own: {(Writable ? "-Writable" : "-RootPath")} is for another.", Image,
                "Leave one of them out.");
        }

        return new ImageOpener(this, Images, InsecureRegistry, _stopping.Token).Open(Image, Pull);
    }

    private LaunchStorage? StorageFor(LaunchImage? image, List<MountSpec> mounts) =>
        image is not null || mounts.Exists(static mount => mount.Type == MountTypes.Volume) ? new LaunchStorage(Images, image) : null;

    /// <summary>Makes what a container has of its own, for as long as the cmdlet runs or the container is there.</summary>
    private protected bool Prepare(ContainerRequest request)
    {
        if (request.Storage is { } storage)
        {
            _storages.Add(storage);
            storage.Prepare();
        }

        return true;
    }
}
