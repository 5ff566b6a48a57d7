using PSContainer.Layers;

namespace PSContainer.Images;

/// <summary>A layer whose files are in the store, ready to be a lower layer of an overlay.</summary>
/// <param name="DiffId">The digest of its archive, uncompressed.</param>
/// <param name="Path">The folder with its files.</param>
/// <param name="Facts">What is known of it.</param>
/// <param name="IsSettled">Whether its files are known to be on the disk; else it counts until the machine is restarted.</param>
internal sealed record UnpackedLayer(Digest DiffId, string Path, UnpackResult Facts, bool IsSettled);
