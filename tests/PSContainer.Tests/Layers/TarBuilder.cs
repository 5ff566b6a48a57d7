using System.Globalization;
using System.Text;

namespace PSContainer.Tests.Layers;

/// <summary>Makes archives byte by byte: what other programs write, and what none would.</summary>
internal sealed class TarBuilder
{
    private const int Block = 512;

    private readonly MemoryStream _bytes = new();

    /// <summary>The archive, ended as it should be.</summary>
    public byte[] ToArray() => [.. _bytes.ToArray(), .. new byte[2 * Block]];

    /// <summary>The archive without an end.</summary>
    public byte[] WithoutEnd() => _bytes.ToArray();

    public TarBuilder Folder(string name, int mode = 0x1ED, long time = 1_000_000_000) => Add(name, '5', mode: mode, time: time);

    public TarBuilder File(string name, string content, int mode = 0x1A4, int uid = 0, int gid = 0, long time = 1_000_000_001) =>
        Add(name, '0', Encoding.UTF8.GetBytes(content), mode, uid, gid, time);

    public TarBuilder Symlink(string name, string target) => Add(name, '2', link: target);

    public TarBuilder HardLink(string name, string target) => Add(name, '1', link: target);

    public TarBuilder Device(string name, char type, int major, int minor) => Add(name, type, edit: header =>
    {
        Octal(header, 329, 8, major);
        Octal(header, 337, 8, minor);
    });

    /// <summary>An extended header for the next entry.</summary>
    public TarBuilder Pax(params (string Key, string Value)[] records) => Add("PaxHeaders/x", 'x', Records(records));

    /// <summary>A header for the next entry of type x, g, L or K, as it is.</summary>
    public TarBuilder Special(char type, byte[] content) => Add("././@LongLink", type, content);

    /// <summary>Any entry.</summary>
    /// <param name="name">At most 100 bytes; Latin-1, so that any byte can be written.</param>
    /// <param name="type">The type's letter.</param>
    /// <param name="content">What follows, padded to whole blocks.</param>
    /// <param name="edit">Changes the header before its checksum is computed.</param>
    public TarBuilder Add(
        string name, char type, byte[]? content = null, int mode = 0x1A4, int uid = 0, int gid = 0, long time = 1_000_000_000, string link = "",
        Action<byte[]>? edit = null, bool spoil = false)
    {
        byte[] header = new byte[Block];
        Encoding.Latin1.GetBytes(name).CopyTo(header, 0);
        Encoding.Latin1.GetBytes(link).CopyTo(header, 157);
        Octal(header, 100, 8, mode);
        Octal(header, 108, 8, uid);
        Octal(header, 116, 8, gid);
        Octal(header, 124, 12, content?.Length ?? 0);
        Octal(header, 136, 12, time);
        header[156] = (byte)type;
        "ustar\x0000"u8.CopyTo(header.AsSpan(257));
        edit?.Invoke(header);
        header.AsSpan(148, 8).Fill((byte)' ');
        Octal(header, 148, 7, header.Sum(static value => value) + (spoil ? 1 : 0));
        _bytes.Write(header);
        return Raw(content ?? []);
    }

    /// <summary>Bytes as they are, padded to whole blocks.</summary>
    public TarBuilder Raw(byte[] bytes)
    {
        _bytes.Write(bytes);
        _bytes.Write(new byte[-bytes.Length & (Block - 1)]);
        return this;
    }

    public static byte[] Records(params (string Key, string Value)[] records) => [.. records.SelectMany(static record =>
    {
        int rest = record.Key.Length + record.Value.Length + 3, length = rest;
        while (rest + length.ToString(CultureInfo.InvariantCulture).Length != length)
        {
            length = rest + length.ToString(CultureInfo.InvariantCulture).Length;
        }

        return Encoding.Latin1.GetBytes($"{length} {record.Key}={record.Value}\n");
    })];

    public static void Octal(byte[] header, int offset, int length, long value) =>
        Encoding.ASCII.GetBytes(Convert.ToString(value, 8).PadLeft(length - 1, '0') + "\0").CopyTo(header, offset);
}
