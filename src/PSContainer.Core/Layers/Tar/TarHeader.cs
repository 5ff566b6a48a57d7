namespace PSContainer.Layers.Tar;

/// <summary>The fields of one header block; see <c>tar(5)</c> and POSIX, pax, "ustar Interchange Format".</summary>
/// <param name="block">The block, 512 bytes.</param>
internal readonly ref struct TarHeader(ReadOnlySpan<byte> block)
{
    private const int ChecksumOffset = 148;
    private const int ChecksumLength = 8;
    private const int StarTrailer = 508;

    private readonly ReadOnlySpan<byte> _block = block;

    public ReadOnlySpan<byte> Name => Text(0, 100);

    public ReadOnlySpan<byte> Mode => _block.Slice(100, 8);

    public ReadOnlySpan<byte> User => _block.Slice(108, 8);

    public ReadOnlySpan<byte> Group => _block.Slice(116, 8);

    public ReadOnlySpan<byte> Size => _block.Slice(124, 12);

    public ReadOnlySpan<byte> Time => _block.Slice(136, 12);

    public byte Type => _block[156];

    public ReadOnlySpan<byte> LinkName => Text(157, 100);

    public ReadOnlySpan<byte> DeviceMajor => _block.Slice(329, 8);

    public ReadOnlySpan<byte> DeviceMinor => _block.Slice(337, 8);

    /// <summary>What comes before the name, and a slash; empty where there is none, or another format has something else there.</summary>
    public ReadOnlySpan<byte> Prefix => !IsPosix ? default : _block[StarTrailer..].SequenceEqual("tar\0"u8) ? Text(345, 131) : Text(345, 155);

    /// <summary>GNU: a file's time of last access.</summary>
    public ReadOnlySpan<byte> GnuAccessTime => IsGnu ? _block.Slice(345, 12) : default;

    /// <summary>GNU: four extents of a sparse file, 24 bytes each.</summary>
    public ReadOnlySpan<byte> GnuSparse => _block.Slice(386, 96);

    /// <summary>GNU: whether blocks with more extents follow.</summary>
    public bool GnuSparseGoesOn => _block[482] != 0;

    /// <summary>GNU: a sparse file's length.</summary>
    public ReadOnlySpan<byte> GnuRealSize => _block.Slice(483, 12);

    public bool IsGnu => _block.Slice(257, 8).SequenceEqual("ustar  \0"u8);

    private bool IsPosix => _block.Slice(257, 6).SequenceEqual("ustar\0"u8);

    /// <summary>Whether devices have numbers: the oldest format has not.</summary>
    public bool HasDevices => IsGnu || IsPosix;

    /// <summary>Whether there is no block: the file's end.</summary>
    public bool IsEmpty => _block.IsEmpty;

    /// <summary>Whether the block is all zero: the archive's end.</summary>
    public bool IsZero => _block.IndexOfAnyExcept((byte)0) < 0;

    /// <summary>Whether the checksum is right. Old programs summed signed bytes.</summary>
    public bool IsSound
    {
        get
        {
            int unsigned = 0, signed = 0;
            for (int i = 0; i < _block.Length; i++)
            {
                byte value = i is >= ChecksumOffset and < ChecksumOffset + ChecksumLength ? (byte)' ' : _block[i];
                unsigned += value;
                signed += (sbyte)value;
            }

            return TarNumber.TryField(_block.Slice(ChecksumOffset, ChecksumLength), out long sum) && (sum == unsigned || sum == signed);
        }
    }

    private ReadOnlySpan<byte> Text(int offset, int length)
    {
        ReadOnlySpan<byte> field = _block.Slice(offset, length);
        int end = field.IndexOf((byte)0);
        return end < 0 ? field : field[..end];
    }
}
