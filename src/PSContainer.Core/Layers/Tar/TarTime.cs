namespace PSContainer.Layers.Tar;

/// <summary>A moment since 1970.</summary>
/// <param name="Seconds">Whole seconds, before 1970 negative.</param>
/// <param name="Nanoseconds">What comes on top, from 0 to 999,999,999.</param>
internal readonly record struct TarTime(long Seconds, int Nanoseconds);
