using System.Buffers.Text;
using System.Text;

namespace PSContainer.Cgroups;

/// <summary>The forms in which the files of a cgroup are written.</summary>
internal static class CgroupText
{
    /// <summary>A file of one number; null where it is not there, or says "max", or holds version 1's largest number for "none".</summary>
    public static long? ReadNumber(CgroupDirectory directory, ReadOnlySpan<byte> file)
    {
        Span<byte> text = stackalloc byte[64];
        int length = directory.Read(file, text);
        return length > 0 ? Number(text[..length]) : null;
    }

    /// <summary>The value after a key in a file of lines "key value".</summary>
    public static long? Find(ReadOnlySpan<byte> text, ReadOnlySpan<byte> key)
    {
        foreach (Range range in text.Split((byte)'\n'))
        {
            ReadOnlySpan<byte> line = text[range];
            if (line.StartsWith(key) && line.Length > key.Length && line[key.Length] == ' ')
            {
                return Number(line[(key.Length + 1)..]);
            }
        }

        return null;
    }

    /// <summary>All the lines "key value" of a file.</summary>
    public static Dictionary<string, long> ReadTable(ReadOnlySpan<byte> text)
    {
        var table = new Dictionary<string, long>();
        foreach (Range range in text.Split((byte)'\n'))
        {
            ReadOnlySpan<byte> line = text[range];
            int space = line.IndexOf((byte)' ');
            if (space > 0 && Number(line[(space + 1)..]) is { } value)
            {
                table[Encoding.UTF8.GetString(line[..space])] = value;
            }
        }

        return table;
    }

    /// <summary>The number that a text begins with.</summary>
    public static long? Number(ReadOnlySpan<byte> text)
    {
        const long NoLimit = long.MaxValue & ~0xFFFF; // the largest multiple of a page; pages have up to 64 KiB
        return Utf8Parser.TryParse(text, out long value, out _) && value < NoLimit ? value : null;
    }
}
