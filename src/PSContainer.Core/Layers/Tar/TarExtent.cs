namespace PSContainer.Layers.Tar;

/// <summary>A part of a sparse file that has a content; the rest are holes.</summary>
/// <param name="Offset">Where it begins, in bytes.</param>
/// <param name="Length">How long it is, in bytes.</param>
internal readonly record struct TarExtent(long Offset, long Length);
