namespace PSContainer.Images;

/// <summary>How far the unpacking of one layer is.</summary>
/// <param name="Layer">Which.</param>
/// <param name="Done">Bytes of its blob that have been read.</param>
/// <param name="Total">The blob's bytes.</param>
internal readonly record struct LayerProgress(ImageLayer Layer, long Done, long Total);
