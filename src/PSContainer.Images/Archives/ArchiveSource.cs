using Microsoft.Win32.SafeHandles;

namespace PSContainer.Images;

/// <summary>
/// The files of an archive, which is read once, from its beginning to its end: what is large goes to the store as it comes, small
/// files are kept in memory.
/// </summary>
internal sealed partial class ArchiveSource : ImageSource
{
    private const int MaxEntries = 100_000;
    private const int MaxSmall = 1 << 20;
    private const int MaxAllSmall = 64 << 20;
    private const int MaxLinks = 8;

    private readonly Dictionary<string, Item> _items = [];
    private readonly StoreHold _hold;
    private readonly ImportOptions _options;
    private int _smallBytes;

    private ArchiveSource(StoreHold hold, string subject, ImportOptions options)
    {
        _hold = hold;
        Subject = subject;
        _options = options;
    }

    // One of the three.
    private sealed record Item(byte[]? Small, Descriptor? Blob, string? Target);

    /// <inheritdoc/>
    public override string Subject { get; }

    /// <summary>Reads an archive.</summary>
    /// <param name="hold">Kept until what it has belongs to images.</param>
    /// <param name="reader">The archive.</param>
    /// <param name="first">Its first entry, which has been read.</param>
    /// <param name="subject">What it is, for messages.</param>
    /// <param name="options">How it is read.</param>
    public static ArchiveSource Load(StoreHold hold, ArchiveReader reader, ArchiveEntry? first, string subject, ImportOptions options)
    {
        var source = new ArchiveSource(hold, subject, options);
        for (ArchiveEntry? entry = first; entry is not null; entry = reader.Next())
        {
            if (source._items.Count == MaxEntries)
                throw ArchiveErrors.Invalid(subject, $"an image's archive has at most {MaxEntries} entries");
            if (source.Take(entry, reader) is { } item)
                source.Put(entry.Name, item);
        }

        return source;
    }

    /// <inheritdoc/>
    public override byte[]? TryRead(string name) => Find(name) switch
    {
        { Small: { } content } => content,
        { Blob: { } blob } => _hold.Store.ReadBlob(blob),
        _ => null,
    };

    /// <inheritdoc/>
    public override Descriptor? TryStore(string name, string mediaType, Descriptor? expected)
    {
        Descriptor? stored = Find(name) switch
        {
            { Small: { } content } => StoreSmall(content, mediaType, expected),
            { Blob: { } blob } => blob,
            _ => null,
        };
        if (stored is null)
            return null;
        if (expected is not null && stored.Digest != expected.Digest)
            throw StoreErrors.DigestMismatch(expected.Digest, stored.Digest);
        if (expected is not null && stored.Size != expected.Size)
            throw StoreErrors.SizeMismatch(expected, stored.Size);
        return new Descriptor { MediaType = mediaType, Digest = stored.Digest, Size = stored.Size };
    }

    private Descriptor StoreSmall(byte[] content, string mediaType, Descriptor? expected)
    {
        if (expected is null)
            return _hold.Store.WriteBlob(_hold, mediaType, content);
        using BlobWriter? writer = _hold.Store.ResumeBlob(_hold, expected, _options.Cancel);
        writer?.Restart();
        writer?.Write(content);
        return writer?.Commit(mediaType) ?? expected;
    }

    private Item? Find(string name)
    {
        Item? item = _items.GetValueOrDefault(name);
        for (int links = 0; item is { Target: { } target } && links < MaxLinks; links++)
            item = _items.GetValueOrDefault(target);
        return item is { Target: not null } ? null : item;
    }
}
