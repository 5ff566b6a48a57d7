using PSContainer.Images;
using PSContainer.Images.Registry;

namespace PSContainer.Commands;

/// <summary>Passes how far the unpacking of an image is on to the one that shows transfers.</summary>
internal sealed class UnpackView : IProgress<LayerProgress>
{
    private readonly Dictionary<string, TransferItem> _items;

    public UnpackView(ContainerImage image, TransferProgress progress) =>
        _items = image.Layers.DistinctBy(static layer => layer.Digest).ToDictionary(static layer => layer.Digest, layer => progress.Add(layer.Blob));

    /// <summary>Hears of one layer, on any thread.</summary>
    public void Report(LayerProgress value) => _items[value.Layer.Digest].Done = value.Done;
}
