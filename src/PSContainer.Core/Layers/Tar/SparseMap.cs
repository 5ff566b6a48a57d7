namespace PSContainer.Layers.Tar;

/// <summary>Reads the maps of files with holes that are not in an extended header, and checks all.</summary>
internal static class SparseMap
{
    /// <summary>How many parts a file may have.</summary>
    public const int MaxExtents = 1 << 18;

    private const int ExtentBytes = 24;
    private const int FieldBytes = 12;
    private const int ExtensionExtents = 21;
    private const int ExtensionFlag = 504;
    private const string Malformed = "its map of holes is malformed";

    /// <summary>GNU's old format: four extents in the header, more in blocks after it.</summary>
    public static void ReadOld(TarInput input, in TarHeader header, TarEntry entry)
    {
        if (!header.IsGnu || !TarNumber.TryField(header.GnuRealSize, out long size))
        {
            throw LayerErrors.Invalid(input.Position, Malformed);
        }

        entry.Size = size;
        bool goesOn = header.GnuSparseGoesOn;
        Add(entry, header.GnuSparse, input.Position);
        while (goesOn)
        {
            ReadOnlySpan<byte> block = input.NextBlock();
            if (block.IsEmpty)
            {
                throw LayerErrors.Truncated(input.Position);
            }

            Add(entry, block[..(ExtensionExtents * ExtentBytes)], input.Position);
            goesOn = block[ExtensionFlag] != 0;
        }
    }

    /// <summary>Format 1.0: decimal numbers, each on a line, in whole blocks in front of the content.</summary>
    public static void ReadInContent(TarInput input, TarEntry entry)
    {
        var reader = new LineReader(input, entry.StoredSize);
        long count = reader.Next();
        if (count > MaxExtents)
        {
            throw LayerErrors.Invalid(input.Position, Malformed);
        }

        entry.Extents.Clear();
        for (long i = 0; i < count; i++)
        {
            entry.Extents.Add(new TarExtent(reader.Next(), reader.Next()));
        }

        entry.StoredSize -= reader.Used;
    }

    /// <summary>Sees that the extents are in order, within the file, and that their content is what is stored.</summary>
    public static void Check(TarEntry entry, long position)
    {
        long end = 0, stored = 0;
        foreach (TarExtent extent in entry.Extents)
        {
            if (extent.Offset < end || extent.Length < 0 || extent.Length > entry.Size - extent.Offset)
            {
                throw LayerErrors.Invalid(position, Malformed);
            }

            end = extent.Offset + extent.Length;
            stored += extent.Length;
        }

        if (stored != entry.StoredSize || entry.Size < 0)
        {
            throw LayerErrors.Invalid(position, Malformed);
        }
    }

    private static void Add(TarEntry entry, ReadOnlySpan<byte> extents, long position)
    {
        for (; !extents.IsEmpty && extents[0] != 0; extents = extents[ExtentBytes..])
        {
            if (!TarNumber.TryField(extents[..FieldBytes], out long offset)
                || !TarNumber.TryField(extents[FieldBytes..ExtentBytes], out long length) || entry.Extents.Count >= MaxExtents)
            {
                throw LayerErrors.Invalid(position, Malformed);
            }

            entry.Extents.Add(new TarExtent(offset, length));
        }
    }

    private ref struct LineReader(TarInput input, long available)
    {
        private ReadOnlySpan<byte> _block;

        public long Used { get; private set; }

        public long Next()
        {
            long value = 0;
            for (int digits = 0; ; digits++)
            {
                byte next = Byte();
                if (next == (byte)'\n' && digits > 0)
                {
                    return value;
                }

                if (next is < (byte)'0' or > (byte)'9' || value > (long.MaxValue - 9) / 10)
                {
                    throw LayerErrors.Invalid(input.Position, Malformed);
                }

                value = (value * 10) + (next - '0');
            }
        }

        private byte Byte()
        {
            if (_block.IsEmpty)
            {
                Used += TarInput.Block;
                _block = Used <= available ? input.NextBlock() : default;
                if (_block.IsEmpty)
                {
                    throw LayerErrors.Invalid(input.Position, Malformed);
                }
            }

            byte value = _block[0];
            _block = _block[1..];
            return value;
        }
    }
}
