using System.Buffers;
using System.Buffers.Text;
using System.Globalization;

namespace PSContainer.Layers.Tar;

/// <summary>
/// What an extended header says of the entry after it: lines <c>LENGTH KEY=VALUE</c>; see POSIX, pax, "pax Extended Header". A key that
/// comes again replaces the one before; what is not known is left alone.
/// </summary>
internal sealed class PaxRecords
{
    private const string Malformed = "its extended header is malformed";

    private Range? _path;
    private Range? _linkPath;
    private Range? _sparseName;

    public long? Size { get; private set; }

    public long? User { get; private set; }

    public long? Group { get; private set; }

    public TarTime? Modified { get; private set; }

    public TarTime? Accessed { get; private set; }

    /// <summary>What it says of holes.</summary>
    public PaxSparse Sparse { get; } = new();

    /// <summary>The name; empty where it says none.</summary>
    public ReadOnlySpan<byte> Path(TarEntry entry) => Slice(entry, _sparseName ?? _path);

    /// <summary>The link's target; empty where it says none.</summary>
    public ReadOnlySpan<byte> LinkPath(TarEntry entry) => Slice(entry, _linkPath);

    public void Clear()
    {
        _path = _linkPath = _sparseName = null;
        Size = User = Group = null;
        Modified = Accessed = null;
        Sparse.Clear();
    }

    /// <summary>Reads the records that an entry has been given.</summary>
    public void Read(TarEntry entry, long position)
    {
        int end = entry.Records.Length;
        for (int at = 0; at < end;)
        {
            (Range key, Range value, at) = Split(entry.Records.Span[..end], at, position);
            if (!TryTake(entry, entry.Records.Span[key], key, value))
            {
                throw LayerErrors.Invalid(position, $"the value of '{Json.JsonText.Show(entry.Records.Span[key])}' in its extended header is not valid");
            }
        }
    }

    /// <summary>Sees that the records of a header are well formed.</summary>
    public static void Check(ReadOnlySpan<byte> records, long position)
    {
        for (int at = 0; at < records.Length;)
        {
            (_, _, at) = Split(records, at, position);
        }
    }

    private static (Range Key, Range Value, int Next) Split(ReadOnlySpan<byte> records, int at, long position)
    {
        const int LongestNumber = 10;
        ReadOnlySpan<byte> rest = records[at..];
        int space = rest[..Math.Min(rest.Length, LongestNumber)].IndexOf((byte)' ');
        bool sound = space > 0 & int.TryParse(rest[..Math.Max(space, 0)], NumberStyles.None, CultureInfo.InvariantCulture, out int length)
            && length > space + 2 && length <= rest.Length && rest[length - 1] == (byte)'\n';
        int equals = sound ? rest[(space + 1)..(length - 1)].IndexOf((byte)'=') : -1;
        if (equals <= 0 || rest.Slice(space + 1, equals).Contains((byte)0))
        {
            throw LayerErrors.Invalid(position, Malformed);
        }

        int key = at + space + 1;
        return (key..(key + equals), (key + equals + 1)..(at + length - 1), at + length);
    }

    private bool TryTake(TarEntry entry, ReadOnlySpan<byte> key, Range keyRange, Range valueRange)
    {
        ReadOnlySpan<byte> value = entry.Records.Span[valueRange];
        switch (key)
        {
            case var _ when key.SequenceEqual("path"u8): return TryTakeText(value, valueRange, ref _path);
            case var _ when key.SequenceEqual("linkpath"u8): return TryTakeText(value, valueRange, ref _linkPath);
            case var _ when key.SequenceEqual("GNU.sparse.name"u8): return TryTakeText(value, valueRange, ref _sparseName);
            case var _ when key.SequenceEqual("size"u8): Size = Number(value, out bool size); return size;
            case var _ when key.SequenceEqual("uid"u8): User = Number(value, out bool user); return user;
            case var _ when key.SequenceEqual("gid"u8): Group = Number(value, out bool group); return group;
            case var _ when key.SequenceEqual("mtime"u8): Modified = Time(value, out bool modified); return modified;
            case var _ when key.SequenceEqual("atime"u8): Accessed = Time(value, out bool accessed); return accessed;
            case var _ when key.StartsWith("GNU.sparse."u8): return Sparse.TryTake(entry, key["GNU.sparse.".Length..], value);
            case var _ when key.StartsWith("SCHILY.xattr."u8):
                entry.Attributes.Add(new TarAttribute((keyRange.Start.Value + "SCHILY.xattr.".Length)..keyRange.End, valueRange));
                return key.Length > "SCHILY.xattr.".Length;
            case var _ when key.StartsWith("LIBARCHIVE.xattr."u8):
                return TryDecode(entry, (keyRange.Start.Value + "LIBARCHIVE.xattr.".Length)..keyRange.End, valueRange);
            default: return true;
        }
    }

    // An empty value takes back what was said before.
    private static bool TryTakeText(ReadOnlySpan<byte> value, Range range, ref Range? place)
    {
        place = value.IsEmpty ? null : range;
        return !value.Contains((byte)0);
    }

    private static long? Number(ReadOnlySpan<byte> value, out bool sound)
    {
        long number = 0;
        sound = value.IsEmpty || TarNumber.TryDecimal(value, out number);
        return value.IsEmpty ? null : number;
    }

    private static TarTime? Time(ReadOnlySpan<byte> value, out bool sound)
    {
        TarTime time = default;
        sound = value.IsEmpty || TarNumber.TryTime(value, out time);
        return value.IsEmpty ? null : time;
    }

    // libarchive: the name as in an URL, the value in base 64 (which may lack its padding). Both become longer nowhere.
    private static bool TryDecode(TarEntry entry, Range key, Range value)
    {
        (_, int keyLength) = key.GetOffsetAndLength(entry.Records.Length);
        (_, int valueLength) = value.GetOffsetAndLength(entry.Records.Length);
        int start = entry.Records.Length;
        Span<byte> room = entry.Records.Extend(keyLength + valueLength + 3);
        if (!TryUnescape(entry.Records.Span[key], room, out int name) || name == 0)
        {
            return false;
        }

        Span<byte> text = room.Slice(name, valueLength + 3);
        entry.Records.Span[value].CopyTo(text);
        int padded = valueLength + ((4 - (valueLength % 4)) % 4);
        text[valueLength..padded].Fill((byte)'=');
        OperationStatus status = Base64.DecodeFromUtf8InPlace(text[..padded], out int length);
        entry.Attributes.Add(new TarAttribute(start..(start + name), (start + name)..(start + name + length)));
        return status == OperationStatus.Done;
    }

    private static bool TryUnescape(ReadOnlySpan<byte> text, Span<byte> target, out int length)
    {
        length = 0;
        for (int i = 0; i < text.Length; i++)
        {
            byte value = text[i];
            if (value == (byte)'%')
            {
                if (i + 2 >= text.Length || !byte.TryParse(text.Slice(i + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value))
                {
                    return false;
                }

                i += 2;
            }

            target[length++] = value;
        }

        return !target[..length].Contains((byte)0);
    }

    private static ReadOnlySpan<byte> Slice(TarEntry entry, Range? place) => place is { } range ? entry.Records.Span[range] : default;
}
