using PSContainer.Images;

namespace PSContainer.Commands;

/// <summary>A cmdlet that works on images: the user's store, and an end by Ctrl+C.</summary>
public abstract class ImageCmdlet : ContainerCmdlet
{
    private readonly CancellationTokenSource _stopping = new();
    private ImageStore? _images;

    /// <summary>The user's images.</summary>
    private protected ImageStore Images => _images ??= ImageHome.OpenStore(this);

    /// <summary>Cancelled once the pipeline is being stopped.</summary>
    private protected CancellationToken StopToken => _stopping.Token;

    /// <summary>Reads an image's name as a user writes it.</summary>
    /// <exception cref="Errors.ContainerException"><c>Image.Reference.Invalid</c>.</exception>
    private protected ImageReference Reference(string name) => ImageHome.Name(this, name);

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
            _stopping.Dispose();
        }

        base.Dispose(disposing);
    }
}
