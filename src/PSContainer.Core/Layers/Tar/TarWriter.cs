using System.Buffers.Text;
using System.Globalization;

namespace PSContainer.Layers.Tar;

/// <summary>Writes ustar headers, with an extended one (pax) in front where something does not fit.</summary>
internal sealed class TarWriter(TarOutput output)
{
    private const int NameBytes = 100;
    private const long LargestSize = 0x1_FFFF_FFFF;
    private const uint LargestId = 0x1F_FFFF;

    private readonly ByteBuffer _records = new();
    private readonly byte[] _block = new byte[TarInput.Block];

    /// <summary>Writes the header of an entry; its content, <see cref="TarEntry.StoredSize"/> bytes, is the caller's to write.</summary>
    public void WriteHeader(TarEntry entry)
    {
        _records.Clear();
        Extend(entry);
        if (_records.Length > 0)
        {
            Begin("PaxHeaders/entry"u8, default, (byte)'x', 0x1a4, _records.Length);
            End();
            output.Write(_records.Span);
            output.Pad();
        }

        bool isRegular = entry.Kind == TarEntryKind.RegularFile;
        Begin(Cut(entry.Name), Cut(entry.LinkName), TypeOf(entry.Kind), entry.Mode, isRegular ? entry.StoredSize : 0);
        Octal(108, 8, entry.User <= LargestId ? entry.User : 0);
        Octal(116, 8, entry.Group <= LargestId ? entry.Group : 0);
        Octal(136, 12, entry.Modified.Seconds is >= 0 and <= LargestSize ? entry.Modified.Seconds : 0);
        Octal(329, 8, entry.DeviceMajor);
        Octal(337, 8, entry.DeviceMinor);
        End();
    }

    /// <summary>Writes the archive's end.</summary>
    public void Finish()
    {
        output.Zeros(2 * TarInput.Block);
        output.Flush();
    }

    private void Extend(TarEntry entry)
    {
        if (entry.IsSparse)
        {
            Record("GNU.sparse.major"u8, "1"u8);
            Record("GNU.sparse.minor"u8, "0"u8);
            Record("GNU.sparse.name"u8, entry.Name);
            Record("GNU.sparse.realsize"u8, entry.Size);
        }
        else
        {
            Text("path"u8, entry.Name);
        }

        Text("linkpath"u8, entry.LinkName);
        Number("size"u8, entry.StoredSize, LargestSize);
        Number("uid"u8, entry.User, LargestId);
        Number("gid"u8, entry.Group, LargestId);
        if (entry.Modified.Nanoseconds != 0 || entry.Modified.Seconds is < 0 or > LargestSize)
        {
            Time(entry.Modified);
        }

        foreach (TarAttribute attribute in entry.Attributes)
        {
            Record("SCHILY.xattr."u8, entry.AttributeName(attribute), entry.AttributeValue(attribute));
        }
    }

    private void Text(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        if (value.Length > NameBytes)
        {
            Record(key, value);
        }
    }

    private void Number(ReadOnlySpan<byte> key, long value, long largest)
    {
        if (value > largest)
        {
            Record(key, value);
        }
    }

    // Before 1970 the fraction counts backwards too: -0.25 is a quarter of a second before.
    private void Time(TarTime time)
    {
        bool negative = time.Seconds < 0;
        long seconds = negative && time.Nanoseconds > 0 ? time.Seconds + 1 : time.Seconds;
        int fraction = negative && time.Nanoseconds > 0 ? 1_000_000_000 - time.Nanoseconds : time.Nanoseconds;
        string text = string.Create(CultureInfo.InvariantCulture, $"{(negative ? "-" : "")}{Math.Abs(seconds)}.{fraction:D9}");
        Record("mtime"u8, System.Text.Encoding.ASCII.GetBytes(text));
    }

    private void Record(ReadOnlySpan<byte> key, long value)
    {
        Span<byte> text = stackalloc byte[20];
        Utf8Formatter.TryFormat(value, text, out int length);
        Record(key, text[..length]);
    }

    private void Record(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value) => Record(key, default, value);

    // The length counts its own digits.
    private void Record(ReadOnlySpan<byte> key, ReadOnlySpan<byte> more, ReadOnlySpan<byte> value)
    {
        int rest = key.Length + more.Length + value.Length + 3, length = rest + 1;
        Span<byte> digits = stackalloc byte[10];
        int count;
        while (!Utf8Formatter.TryFormat(length, digits, out count) || rest + count != length)
        {
            length = rest + count;
        }

        _records.Append(digits[..count]);
        _records.Append((byte)' ');
        _records.Append(key);
        _records.Append(more);
        _records.Append((byte)'=');
        _records.Append(value);
        _records.Append((byte)'\n');
    }

    private void Begin(ReadOnlySpan<byte> name, ReadOnlySpan<byte> link, byte type, uint mode, long size)
    {
        Array.Clear(_block);
        name.CopyTo(_block);
        link.CopyTo(_block.AsSpan(157));
        _block[156] = type;
        "ustar\x0000"u8.CopyTo(_block.AsSpan(257));
        Octal(100, 8, mode);
        Octal(108, 8, 0);
        Octal(116, 8, 0);
        Octal(124, 12, size <= LargestSize ? size : 0);
        Octal(136, 12, 0);
    }

    private void End()
    {
        _block.AsSpan(148, 8).Fill((byte)' ');
        int sum = 0;
        foreach (byte value in _block)
        {
            sum += value;
        }

        Octal(148, 7, sum);
        output.Write(_block);
    }

    private void Octal(int offset, int length, long value)
    {
        _block[offset + length - 1] = 0;
        for (int i = offset + length - 2; i >= offset; i--, value >>= 3)
        {
            _block[i] = (byte)('0' + (value & 7));
        }
    }

    private static ReadOnlySpan<byte> Cut(ReadOnlySpan<byte> name) => name[..Math.Min(name.Length, NameBytes)];

    private static byte TypeOf(TarEntryKind kind) => (byte)(kind switch
    {
        TarEntryKind.HardLink => '1',
        TarEntryKind.SymbolicLink => '2',
        TarEntryKind.CharacterDevice => '3',
        TarEntryKind.BlockDevice => '4',
        TarEntryKind.Folder => '5',
        TarEntryKind.Fifo => '6',
        _ => '0',
    });
}
