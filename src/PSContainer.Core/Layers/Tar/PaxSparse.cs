namespace PSContainer.Layers.Tar;

/// <summary>What GNU tar's records of an extended header say of a file with holes: formats 0.0, 0.1 and 1.0.</summary>
internal sealed class PaxSparse
{
    private long? _offset;

    /// <summary>The file's length.</summary>
    public long? RealSize { get; private set; }

    /// <summary>The format's first number; format 1 has its map in front of the content.</summary>
    public long? Major { get; private set; }

    public long? Minor { get; private set; }

    /// <summary>Whether there is a map in the records.</summary>
    public bool HasMap { get; private set; }

    /// <summary>Whether the file has holes at all.</summary>
    public bool IsSparse => HasMap || Major is not null;

    public void Clear()
    {
        _offset = RealSize = Major = Minor = null;
        HasMap = false;
    }

    /// <summary>Takes a record.</summary>
    /// <param name="entry">Gets the extents.</param>
    /// <param name="word">The key, without <c>GNU.sparse.</c>.</param>
    /// <param name="value">The value.</param>
    /// <returns>False where it is not valid.</returns>
    public bool TryTake(TarEntry entry, ReadOnlySpan<byte> word, ReadOnlySpan<byte> value)
    {
        if (word.SequenceEqual("map"u8))
        {
            return TryTakeMap(entry, value);
        }

        bool sound = TarNumber.TryDecimal(value, out long number);
        switch (word)
        {
            case var _ when word.SequenceEqual("major"u8): Major = number; return sound;
            case var _ when word.SequenceEqual("minor"u8): Minor = number; return sound;
            case var _ when word.SequenceEqual("realsize"u8) || word.SequenceEqual("size"u8): RealSize = number; return sound;
            case var _ when word.SequenceEqual("offset"u8): _offset = number; return sound;
            case var _ when word.SequenceEqual("numbytes"u8): return sound && TryAdd(entry, number);
            case var _ when word.SequenceEqual("numblocks"u8): HasMap = true; return sound;
            default: return true;
        }
    }

    private bool TryAdd(TarEntry entry, long length)
    {
        if (_offset is not { } offset || entry.Extents.Count >= SparseMap.MaxExtents)
        {
            return false;
        }

        HasMap = true;
        _offset = null;
        entry.Extents.Add(new TarExtent(offset, length));
        return true;
    }

    // "0,512,4096,512"
    private bool TryTakeMap(TarEntry entry, ReadOnlySpan<byte> map)
    {
        entry.Extents.Clear();
        _offset = null;
        HasMap = true;
        foreach (Range range in map.Split((byte)','))
        {
            if (map[range].IsEmpty && map.IsEmpty)
            {
                return true;
            }

            if (!TarNumber.TryDecimal(map[range], out long number))
            {
                return false;
            }

            if (_offset is null)
            {
                _offset = number;
            }
            else if (!TryAdd(entry, number))
            {
                return false;
            }
        }

        return _offset is null;
    }
}
