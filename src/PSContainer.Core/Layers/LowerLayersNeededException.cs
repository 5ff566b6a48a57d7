namespace PSContainer.Layers;

/// <summary>A layer cannot be unpacked without those below it: it puts something into a folder, or links to a file, that only they may have.</summary>
internal sealed class LowerLayersNeededException : Exception;
