using PSContainer.Images;

namespace PSContainer.Commands;

/// <summary>A cmdlet that works on images: the user's store, and an end by Ctrl+C.</summary>
public abstract class ImageCmdlet : ContainerCmdlet
{
    private readonly Lazy<ImageStore> _images = new(static () => ImageHome.OpenStore());
    private readonly CancellationTokenSource _stopping = new();

    /// <summary>The user's images.</summary>
    private protected ImageStore Images => _images.Value;

    /// <summary>Cancelled once the pipeline is being stopped.</summary>
    private protected CancellationToken StopToken => _stopping.Token;

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
