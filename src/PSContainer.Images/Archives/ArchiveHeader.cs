using System.Text;

namespace PSContainer.Images;

/// <summary>A header of a tar archive (POSIX.1-2001 ustar, and GNU's large numbers): 512 bytes.</summary>
internal readonly ref struct ArchiveHeader(ReadOnlySpan<byte> block)
{
    public const int Length = 512;

    private const int ChecksumOffset = 148;
    private const int ChecksumLength = 8;

    private readonly ReadOnlySpan<byte> _block = block;

    /// <summary>Whether it is one of the blocks that end an archive.</summary>
    public bool IsEnd => !_block.ContainsAnyExcept((byte)0);

    /// <summary>Whether it is a header at all.</summary>
    public bool IsValid => Number(_block.Slice(ChecksumOffset, ChecksumLength)) == Sum();

    /// <summary>The type flag.</summary>
    public char Type => (char)_block[156];

    /// <summary>The content's bytes; -1 where the number is none, or out of range.</summary>
    public long Size => Number(_block.Slice(124, 12));

    /// <summary>The entry's name.</summary>
    public string Name
    {
        get
        {
            string name = Text(_block[..100]);
            string prefix = _block.Slice(257, 6).SequenceEqual("ustar\0"u8) ? Text(_block.Slice(345, 155)) : "";
            return prefix.Length > 0 ? $"{prefix}/{name}" : name;
        }
    }

    /// <summary>What a link stands for.</summary>
    public string Target => Text(_block.Slice(157, 100));

    /// <summary>Text up to its NUL.</summary>
    public static string Text(ReadOnlySpan<byte> field) => Encoding.UTF8.GetString(field.IndexOf((byte)0) is >= 0 and int end ? field[..end] : field);

    private long Sum()
    {
        long sum = 0;
        for (int i = 0; i < Length; i++)
            sum += i is >= ChecksumOffset and < ChecksumOffset + ChecksumLength ? ' ' : _block[i];
        return sum;
    }

    // Octal digits between blanks; or, with the first bit set, GNU's number in base 256, big-endian.
    private static long Number(ReadOnlySpan<byte> field)
    {
        if ((field[0] & 0x80) != 0)
            return Large(field);
        ReadOnlySpan<byte> digits = field.Trim(" \0"u8);
        long value = 0;
        foreach (byte digit in digits)
        {
            if (digit is < (byte)'0' or > (byte)'7')
                return -1;
            value = (value << 3) + (digit - '0');
        }

        return value;
    }

    private static long Large(ReadOnlySpan<byte> field)
    {
        long value = field[0] & 0x7F;
        foreach (byte part in field[1..])
        {
            if (value > long.MaxValue >> 8)
                return -1;
            value = (value << 8) | part;
        }

        return value;
    }
}
