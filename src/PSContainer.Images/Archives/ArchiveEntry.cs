namespace PSContainer.Images;

/// <summary>An entry of an image archive.</summary>
/// <param name="Name">Its name, without <c>./</c> before it; a key, never a path to open.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Size">The bytes of its content.</param>
/// <param name="Target">Of a link: what it stands for, as it is written.</param>
internal sealed record ArchiveEntry(string Name, ArchiveEntryKind Kind, long Size, string Target);
