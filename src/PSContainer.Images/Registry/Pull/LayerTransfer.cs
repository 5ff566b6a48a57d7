using System.Runtime.ExceptionServices;

namespace PSContainer.Images.Registry;

/// <summary>Brings one layer from a registry into the store and unpacks it while it comes.</summary>
/// <param name="hold">The store.</param>
/// <param name="layers">All layers of the image.</param>
/// <param name="index">Which.</param>
/// <param name="unpacker">What unpacks it.</param>
internal sealed class LayerTransfer(StoreHold hold, IReadOnlyList<ImageLayer> layers, int index, LayerUnpacker unpacker) : IDisposable
{
    private readonly ArrivingBlob _arriving = new();
    private readonly TaskCompletionSource _ended = new();

    /// <summary>Its blob.</summary>
    public Descriptor Blob => layers[index].Blob;

    /// <summary>Does it. Where the download had to begin anew, the layer may not be unpacked at its end.</summary>
    /// <param name="download">Brings the blob.</param>
    /// <param name="lower">The layers below, which have been begun.</param>
    /// <param name="cancel">Stops it.</param>
    /// <exception cref="Errors.ContainerException">
    /// <c>Registry.…</c>, <c>Image.Blob.…</c> where the blob does not arrive; else <c>Layer.…</c> where it cannot be unpacked.
    /// </exception>
    public async Task RunAsync(Func<ArrivingBlob, Task> download, IEnumerable<LayerTransfer> lower, CancellationToken cancel)
    {
        Task[] below = [.. lower.Select(static layer => layer._ended.Task)];
        Task<Exception?> unpacking = Task.Factory.StartNew(() => Unpack(below, cancel), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        Exception? failure;
        try
        {
            await download(_arriving).ConfigureAwait(false);
        }
        finally
        {
            _arriving.End();
            failure = await unpacking.ConfigureAwait(false);
        }

        if (failure is not null && !_arriving.IsLost)
            ExceptionDispatchInfo.Throw(failure);
    }

    /// <inheritdoc/>
    public void Dispose() => _arriving.Dispose();

    // What is wrong with the blob itself is the truer reason, and not known before its end.
    private Exception? Unpack(Task[] below, CancellationToken cancel)
    {
        try
        {
            unpacker.UnpackAhead(hold, layers, index, () => _arriving.Open() ?? hold.Store.OpenBlob(Blob.Digest), () => Task.WaitAll(below, cancel), cancel);
            return null;
        }
        catch (Exception error)
        {
            return error;
        }
        finally
        {
            _ended.SetResult();
        }
    }
}
