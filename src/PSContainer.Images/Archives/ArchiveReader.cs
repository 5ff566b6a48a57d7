using PSContainer.Errors;

namespace PSContainer.Images;

/// <summary>
/// Reads the outer archive of an image forwards: names and contents, nothing else. A name or a content is only ever as long as its
/// reader allows.
/// </summary>
/// <param name="input">The archive, not compressed.</param>
/// <param name="subject">What it is, for messages.</param>
internal sealed class ArchiveReader(Stream input, string subject)
{
    private readonly byte[] _block = new byte[ArchiveHeader.Length];
    private long _left;
    private int _padding;

    /// <summary>Goes on to the next entry; null at the end.</summary>
    /// <exception cref="ContainerException"><c>Image.Archive.Invalid</c>.</exception>
    public ArchiveEntry? Next()
    {
        var extension = new ArchiveExtension();
        while (true)
        {
            SkipContent();
            if (!ReadBlock())
                return null;
            var header = new ArchiveHeader(_block);
            if (header.IsEnd)
                return null;
            if (!header.IsValid)
                throw ArchiveErrors.Invalid(subject, "it is no tar archive, or damaged");
            Enter(header.Size);
            if (!ArchiveExtension.IsOne(header.Type))
                return Entry(header, extension);
            extension.Take(header.Type, ReadAll(ArchiveExtension.MaxBytes), subject);
        }
    }

    /// <summary>Reads the next bytes of the entry's content; 0 at its end.</summary>
    public int Read(Span<byte> target)
    {
        int count = _left == 0 ? 0 : input.Read(target[..(int)Math.Min(target.Length, _left)]);
        if (count == 0 && _left > 0 && !target.IsEmpty)
            throw ArchiveErrors.Invalid(subject, "it ends too early");
        _left -= count;
        return count;
    }

    /// <summary>Reads the rest of the entry's content.</summary>
    /// <exception cref="ContainerException"><c>Image.Archive.Invalid</c>: there is more than the limit.</exception>
    public byte[] ReadAll(int limit)
    {
        if (_left > limit)
            throw ArchiveErrors.Invalid(subject, $"an entry that describes others has {_left} bytes");
        byte[] content = new byte[_left];
        for (int at = 0; at < content.Length;)
            at += Read(content.AsSpan(at));
        return content;
    }

    private ArchiveEntry Entry(ArchiveHeader header, ArchiveExtension extension)
    {
        if (extension.Size is { } size)
            Enter(size);
        ArchiveEntryKind kind = header.Type switch
        {
            '0' or '\0' or '7' => ArchiveEntryKind.File,
            '1' => ArchiveEntryKind.HardLink,
            '2' => ArchiveEntryKind.SymbolicLink,
            _ => ArchiveEntryKind.Other,
        };

        // A link has no content, whatever its header says: so do all readers have it.
        if (kind is ArchiveEntryKind.HardLink or ArchiveEntryKind.SymbolicLink || header.Type == '5')
            Enter(0);
        return new ArchiveEntry(Plain(extension.Name ?? header.Name), kind, _left, extension.Target ?? header.Target);
    }

    private static string Plain(string name) => name.StartsWith("./", StringComparison.Ordinal) ? Plain(name[2..]) : name.TrimStart('/');

    private void Enter(long size)
    {
        if (size < 0)
            throw ArchiveErrors.Invalid(subject, "an entry's size is no number, or out of range");
        _left = size;
        _padding = (int)((ArchiveHeader.Length - (size % ArchiveHeader.Length)) % ArchiveHeader.Length);
    }

    private void SkipContent()
    {
        byte[] unwanted = _left + _padding > 0 ? new byte[Math.Min(_left + _padding, 64 << 10)] : [];
        while (_left > 0)
            Read(unwanted);
        while (_padding > 0)
        {
            int count = input.Read(unwanted, 0, Math.Min(_padding, unwanted.Length));
            _padding = count == 0 ? 0 : _padding - count;
        }
    }

    // False where the archive ends without the blocks that should end it.
    private bool ReadBlock()
    {
        int count = input.ReadAtLeast(_block, _block.Length, throwOnEndOfStream: false);
        return count == _block.Length || (count == 0 ? false : throw ArchiveErrors.Invalid(subject, "it ends within a header"));
    }
}
