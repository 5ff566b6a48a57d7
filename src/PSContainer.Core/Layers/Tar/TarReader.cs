namespace PSContainer.Layers.Tar;

/// <summary>
/// Reads an archive entry by entry, in one pass: ustar, pax and GNU headers as Go's archive/tar understands them, which registries and
/// other tools for images are written with. It allocates nothing for an entry, whatever comes.
/// </summary>
/// <remarks>
/// System.Formats.Tar does not do: it refuses GNU's old sparse files and writes those of pax archives out with their map in front; its
/// names and attributes are strings, which loses what is not UTF-8 (security.capability is binary); its times have ticks of 100 ns; and
/// a header of any length is read into memory.
/// </remarks>
internal sealed class TarReader(TarInput input)
{
    private const long MaxHeaderBytes = 1 << 20;
    private const uint ModeMask = 0xfff;

    // The kernel's "no such id".
    private const long NoId = uint.MaxValue;

    private readonly PaxRecords _pax = new();
    private readonly ByteBuffer _longName = new();
    private readonly ByteBuffer _longLink = new();
    private readonly ByteBuffer _ignored = new();
    private long _rest;
    private long _padding;

    /// <summary>The entry that was read last.</summary>
    public TarEntry Entry { get; } = new();

    /// <summary>Goes on to the next entry, passing over what is left of the one before.</summary>
    /// <returns>False at the archive's end.</returns>
    /// <exception cref="Errors.ContainerException"><c>Layer.Tar.…</c>, <c>Layer.TooLarge</c>.</exception>
    public bool Read()
    {
        input.Skip(_rest);
        input.Skip(_padding);
        _rest = _padding = 0;
        Entry.Clear();
        _pax.Clear();
        _longName.Clear();
        _longLink.Clear();
        while (true)
        {
            var header = new TarHeader(input.NextBlock());
            if (IsEnd(header))
            {
                return false;
            }

            if (!IsAboutNext(header))
            {
                TakeEntry(header);
                return true;
            }
        }
    }

    /// <summary>Some of the content that is left, at least one byte and no more than asked for; valid until the next call.</summary>
    public ReadOnlySpan<byte> Content(long wanted)
    {
        ReadOnlySpan<byte> some = input.Some(Math.Min(wanted, _rest));
        _rest -= some.Length;
        return some;
    }

    private bool IsEnd(in TarHeader header)
    {
        if (header.IsEmpty)
        {
            // pax(1) wants blocks of zeros at the end; many programs do without.
            return !HasHeader ? true : throw LayerErrors.Truncated(input.Position);
        }

        if (!header.IsZero)
        {
            return header.IsSound ? false : throw LayerErrors.Invalid(input.Position, "a header's checksum is wrong");
        }

        ReadOnlySpan<byte> second = input.NextBlock();
        return second.IsEmpty || second.IndexOfAnyExcept((byte)0) < 0
            ? true
            : throw LayerErrors.Invalid(input.Position, "something comes after an empty block");
    }

    private bool HasHeader => Entry.Records.Length + _longName.Length + _longLink.Length > 0;

    // Headers that say something of the entry after them.
    private bool IsAboutNext(in TarHeader header)
    {
        switch (header.Type)
        {
            case (byte)'x':
                ReadInto(Entry.Records, header);
                _pax.Clear();
                Entry.Attributes.Clear();
                Entry.Extents.Clear();
                _pax.Read(Entry, input.Position);
                return true;
            case (byte)'g':
                // For all entries after it: Git's commit, nothing that makes a file. Others who unpack layers take nothing from it either.
                ReadInto(_ignored, header);
                PaxRecords.Check(_ignored.Span, input.Position);
                return true;
            case (byte)'L':
                ReadText(_longName, header);
                return true;
            case (byte)'K':
                ReadText(_longLink, header);
                return true;
            default:
                return false;
        }
    }

    private void ReadInto(ByteBuffer buffer, in TarHeader header)
    {
        if (!TarNumber.TryField(header.Size, out long size) || size is < 0 or > MaxHeaderBytes)
        {
            throw LayerErrors.Invalid(input.Position, "an extended header is longer than any name or attribute");
        }

        buffer.Clear();
        input.ReadExactly(buffer.Extend((int)size));
        input.Skip(PaddingOf(size));
    }

    private void ReadText(ByteBuffer buffer, in TarHeader header)
    {
        ReadInto(buffer, header);
        int end = buffer.Span.IndexOf((byte)0);
        buffer.Truncate(end < 0 ? buffer.Length : end);
    }

    private void TakeEntry(in TarHeader header)
    {
        TakeNames(header);
        Entry.Kind = KindOf(header);
        Entry.Mode = (uint)Number(header.Mode, "mode") & ModeMask;
        Entry.User = Id(_pax.User ?? Number(header.User, "user"));
        Entry.Group = Id(_pax.Group ?? Number(header.Group, "group"));
        Entry.Modified = _pax.Modified ?? new TarTime(Number(header.Time, "time"), 0);
        Entry.Accessed = _pax.Accessed ?? GnuTime(header.GnuAccessTime);
        if (Entry.Kind is TarEntryKind.CharacterDevice or TarEntryKind.BlockDevice && header.HasDevices)
        {
            Entry.DeviceMajor = Device(header.DeviceMajor);
            Entry.DeviceMinor = Device(header.DeviceMinor);
        }

        TakeContent(header);
    }

    private void TakeNames(in TarHeader header)
    {
        ReadOnlySpan<byte> path = _pax.Path(Entry), link = _pax.LinkPath(Entry);
        if (!path.IsEmpty || _longName.Length > 0)
        {
            Entry.SetName(default, path.IsEmpty ? _longName.Span : path);
        }
        else
        {
            Entry.SetName(header.Prefix, header.Name);
        }

        Entry.SetLinkName(!link.IsEmpty ? link : _longLink.Length > 0 ? _longLink.Span : header.LinkName);
    }

    private TarEntryKind KindOf(in TarHeader header) => header.Type switch
    {
        // The oldest format has no type for folders.
        0 when Entry.Name is [.., (byte)'/'] => TarEntryKind.Folder,
        0 or (byte)'0' or (byte)'7' or (byte)'S' => TarEntryKind.RegularFile,
        (byte)'1' => TarEntryKind.HardLink,
        (byte)'2' => TarEntryKind.SymbolicLink,
        (byte)'3' => TarEntryKind.CharacterDevice,
        (byte)'4' => TarEntryKind.BlockDevice,
        (byte)'5' => TarEntryKind.Folder,
        (byte)'6' => TarEntryKind.Fifo,
        _ => throw LayerErrors.Entry("UnknownType", Entry.Name, $"is of a type that nobody knows ({header.Type})"),
    };

    private void TakeContent(in TarHeader header)
    {
        long stored = _pax.Size ?? Number(header.Size, "size");
        if (stored < 0)
        {
            throw LayerErrors.Invalid(input.Position, "a size is negative");
        }

        // Others have no content, whatever their size says.
        Entry.StoredSize = Entry.Size = Entry.Kind == TarEntryKind.RegularFile ? stored : 0;
        _padding = PaddingOf(Entry.StoredSize);
        if (Entry.Kind == TarEntryKind.RegularFile && (header.Type == (byte)'S' || _pax.Sparse.IsSparse))
        {
            TakeSparse(header);
        }

        _rest = Entry.StoredSize;
    }

    private void TakeSparse(in TarHeader header)
    {
        Entry.IsSparse = true;
        if (header.Type == (byte)'S')
        {
            SparseMap.ReadOld(input, header, Entry);
        }
        else
        {
            Entry.Size = _pax.Sparse.RealSize ?? throw LayerErrors.Invalid(input.Position, "a file with holes has no length");
            if ((_pax.Sparse.Major, _pax.Sparse.Minor) is (1, 0))
            {
                SparseMap.ReadInContent(input, Entry);
            }
            else if (_pax.Sparse.Major is not (null or 0))
            {
                throw LayerErrors.Invalid(input.Position, "a file with holes is of a format that is not known");
            }
        }

        SparseMap.Check(Entry, input.Position);
    }

    private long Number(ReadOnlySpan<byte> field, string what) =>
        TarNumber.TryField(field, out long value) ? value : throw LayerErrors.Invalid(input.Position, $"an entry's {what} is no number");

    private uint Id(long id) => id is >= 0 and < NoId
        ? (uint)id
        : throw LayerErrors.Entry("OwnerInvalid", Entry.Name, "belongs to an id that no user or group can have");

    private uint Device(ReadOnlySpan<byte> field)
    {
        long number = Number(field, "device");
        return number is >= 0 and <= uint.MaxValue ? (uint)number : throw LayerErrors.Invalid(input.Position, "a device has no valid number");
    }

    private static TarTime? GnuTime(ReadOnlySpan<byte> field) =>
        !field.IsEmpty && field[0] != 0 && TarNumber.TryField(field, out long seconds) ? new TarTime(seconds, 0) : null;

    private static long PaddingOf(long size) => -size & (TarInput.Block - 1);
}
