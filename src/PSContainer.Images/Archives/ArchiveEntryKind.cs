namespace PSContainer.Images;

/// <summary>What an entry of an archive is.</summary>
internal enum ArchiveEntryKind
{
    File,
    HardLink,
    SymbolicLink,
    Other,
}
