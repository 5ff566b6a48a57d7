namespace PSContainer.Layers.Tar;

/// <summary>Where an extended attribute of an entry lies in its records.</summary>
/// <param name="Name">The name's place.</param>
/// <param name="Value">The value's place.</param>
internal readonly record struct TarAttribute(Range Name, Range Value);
