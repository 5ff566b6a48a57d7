using PSContainer.Client;
using PSContainer.Errors;

namespace PSContainer.Images;

/// <summary>
/// Unpacks the layers of images into the store, each once, several at a time. A layer is seen by others only when it is whole and its
/// digest is right; whatever ends the work, the next goes on with the layers that are missing.
/// </summary>
/// <param name="store">The store, which the caller holds.</param>
/// <param name="launcher">What unpacks.</param>
/// <param name="owners">To whom the files belong.</param>
internal sealed partial class LayerUnpacker(ImageStore store, LauncherImage launcher, LayerOwners owners)
{
    /// <summary>How large a layer may be, in bytes, where nothing else is said.</summary>
    public const long DefaultMaximumSize = 32L << 30;

    /// <summary>How large each layer may be, unpacked.</summary>
    public long MaximumSize { get; init; } = DefaultMaximumSize;

    /// <summary>How many are unpacked at a time.</summary>
    public int Parallelism { get; init; } = Math.Clamp(Environment.ProcessorCount, 2, 6);

    /// <summary>Hears how far it is, from several threads at once.</summary>
    public IProgress<LayerProgress>? Progress { get; init; }

    /// <summary>Ends when all that was unpacked is on the disk. Nobody needs to wait for it.</summary>
    public Task Settled { get; private set; } = Task.CompletedTask;

    /// <summary>The layers of an image that are all there; null where one is missing.</summary>
    public IReadOnlyList<UnpackedLayer>? Find(IReadOnlyList<ImageLayer> layers)
    {
        Digest[] digests = Digests(layers);
        var found = new UnpackedLayer[digests.Length];
        for (int i = 0; i < digests.Length; i++)
        {
            if (Folder(digests[i]).Find(digests[..i]) is not { } layer)
                return null;
            found[i] = layer;
        }

        return found;
    }

    /// <summary>Unpacks what is missing.</summary>
    /// <returns>All layers, the lowest first.</returns>
    /// <exception cref="ContainerException">A layer is damaged, too large or hostile (<c>Layer.…</c>), or the store cannot be written.</exception>
    /// <exception cref="OperationCanceledException">It was stopped; what is whole stays.</exception>
    public IReadOnlyList<UnpackedLayer> Unpack(StoreHold hold, IReadOnlyList<ImageLayer> layers, CancellationToken cancel = default) => store.Guard(() =>
    {
        ArgumentNullException.ThrowIfNull(hold);
        Digest[] digests = Digests(layers);
        var independent = new UnpackedLayer?[layers.Count];
        InParallel(layers.Count, i => independent[i] = UnpackOne(layers[i], digests[..i], null, null, cancel), cancel);
        var done = new List<UnpackedLayer>(layers.Count);
        for (int i = 0; i < independent.Length; i++)
            done.Add(independent[i] ?? UnpackOne(layers[i], digests[..i], LayerStack.Lower(done), null, cancel)!);
        List<UnpackedLayer> unsettled = done.FindAll(static layer => !layer.IsSettled);
        if (unsettled.Count > 0)
            Settled = Task.WhenAll(Settled, Task.Run(() => Settle(unsettled), CancellationToken.None));
        return (IReadOnlyList<UnpackedLayer>)done;
    });

    /// <summary>Unpacks one layer while its blob arrives. <see cref="Unpack"/> comes after this in any case.</summary>
    /// <param name="hold">Kept until the layer belongs to an image.</param>
    /// <param name="layers">All layers of the image.</param>
    /// <param name="index">Which.</param>
    /// <param name="blob">Opens the blob, from its beginning; not asked for a layer that is there.</param>
    /// <param name="awaitLower">Waits for those below to be unpacked, which some layers take.</param>
    /// <param name="cancel">Stops it.</param>
    /// <exception cref="ContainerException">As those of <see cref="Unpack"/>, and what reading the blob throws.</exception>
    public void UnpackAhead(
        StoreHold hold, IReadOnlyList<ImageLayer> layers, int index, Func<Stream> blob, Action awaitLower, CancellationToken cancel) => store.Guard(() =>
    {
        ArgumentNullException.ThrowIfNull(hold);
        Digest[] below = Digests(layers)[..index];
        if (UnpackOne(layers[index], below, null, blob, cancel) is not null)
            return;
        awaitLower();
        if (Find([.. layers.Take(index)]) is { } lower)
            UnpackOne(layers[index], below, LayerStack.Lower(lower), blob, cancel);
    });

    private static Digest[] Digests(IReadOnlyList<ImageLayer> layers) => [.. layers.Select(static layer => Digest.Parse(layer.DiffId))];

    private LayerFolder Folder(Digest diffId) => new(store, diffId, owners, launcher);

    // Nobody waits for the disk: see LayerRecord.
    private static void Settle(List<UnpackedLayer> layers)
    {
        try
        {
            LayerRecord.Settle([.. layers.Select(static layer => (Path.GetDirectoryName(layer.Path)!, layer.Facts))]);
        }
        catch (LinuxException)
        {
            // Removed meanwhile, or the disk is full: then they are unpacked again after the next start of the machine.
        }
    }

    private void InParallel(int count, Action<int> action, CancellationToken cancel)
    {
        try
        {
            var options = new ParallelOptions { MaxDegreeOfParallelism = Parallelism, CancellationToken = cancel };
            Parallel.For(0, count, options, (i, state) =>
            {
                if (!state.ShouldExitCurrentIteration)
                    action(i);
            });
        }
        catch (AggregateException errors)
        {
            Exception first = errors.InnerExceptions.FirstOrDefault(static error => error is not OperationCanceledException) ?? errors.InnerExceptions[0];
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(first);
        }
    }
}
