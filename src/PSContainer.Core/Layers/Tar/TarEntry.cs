namespace PSContainer.Layers.Tar;

/// <summary>One entry of an archive. The reader fills the same one again and again: what it shows is valid until the next is read.</summary>
internal sealed class TarEntry
{
    private readonly ByteBuffer _name = new();
    private readonly ByteBuffer _linkName = new();

    public TarEntryKind Kind { get; set; }

    /// <summary>The name: any bytes, as they are in the archive.</summary>
    public ReadOnlySpan<byte> Name => _name.Span;

    /// <summary>Where a link leads to.</summary>
    public ReadOnlySpan<byte> LinkName => _linkName.Span;

    /// <summary>Permissions with set-user-id, set-group-id and sticky bit: 12 bits.</summary>
    public uint Mode { get; set; }

    /// <summary>The owner's user id.</summary>
    public uint User { get; set; }

    /// <summary>The owner's group id.</summary>
    public uint Group { get; set; }

    /// <summary>Bytes of content in the archive.</summary>
    public long StoredSize { get; set; }

    /// <summary>The file's length: with holes, more than what is stored.</summary>
    public long Size { get; set; }

    /// <summary>When it was last modified.</summary>
    public TarTime Modified { get; set; }

    /// <summary>When it was last read; null where that is not said.</summary>
    public TarTime? Accessed { get; set; }

    public uint DeviceMajor { get; set; }

    public uint DeviceMinor { get; set; }

    /// <summary>Whether the file has holes.</summary>
    public bool IsSparse { get; set; }

    /// <summary>The parts of a file with holes that are stored, one after the other.</summary>
    public List<TarExtent> Extents { get; } = [];

    /// <summary>The extended attributes' places.</summary>
    public List<TarAttribute> Attributes { get; } = [];

    /// <summary>The records of the extended header, in which the attributes lie.</summary>
    public ByteBuffer Records { get; } = new();

    public ReadOnlySpan<byte> AttributeName(TarAttribute attribute) => Records.Span[attribute.Name];

    public ReadOnlySpan<byte> AttributeValue(TarAttribute attribute) => Records.Span[attribute.Value];

    /// <summary>Names it.</summary>
    public void SetName(ReadOnlySpan<byte> prefix, ReadOnlySpan<byte> name)
    {
        _name.Set(prefix);
        if (!prefix.IsEmpty)
        {
            _name.Append((byte)'/');
        }

        _name.Append(name);
    }

    public void SetLinkName(ReadOnlySpan<byte> name) => _linkName.Set(name);

    /// <summary>Forgets what the entry before had.</summary>
    public void Clear()
    {
        Extents.Clear();
        Attributes.Clear();
        Records.Clear();
        Accessed = null;
        IsSparse = false;
        DeviceMajor = DeviceMinor = 0;
    }
}
