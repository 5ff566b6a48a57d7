using System.Buffers.Binary;
using System.Text;
using System.Text.RegularExpressions;

namespace PSContainer.Commands;

/// <summary>What a program or library of the host's needs to be loaded: elf(5), 64 bits, little-endian.</summary>
/// <param name="Loader">The dynamic loader; null for a library, and for what is statically linked.</param>
/// <param name="Libraries">The libraries, by name.</param>
/// <param name="NewestLibc">The newest version of glibc whose functions it calls.</param>
internal sealed partial record ElfNeeds(string? Loader, IReadOnlyList<string> Libraries, Version NewestLibc)
{
    private const int ProgramHeaders = 0x20;
    private const int HeaderSize = 0x36;
    private const uint Load = 1;
    private const uint Dynamic = 2;
    private const uint Interpreter = 3;
    private const long Needed = 1;
    private const long StringTable = 5;

    private static readonly ElfNeeds s_nothing = new(null, [], new Version(0, 0));

    /// <summary>Reads a file; one that is no such program, or that cannot be read, needs nothing.</summary>
    public static ElfNeeds Read(string path)
    {
        try
        {
            return Parse(File.ReadAllBytes(path));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException or OverflowException)
        {
            return s_nothing;
        }
    }

    private static ElfNeeds Parse(byte[] file)
    {
        if (!file.AsSpan(0, 6).SequenceEqual("\u007fELF\u0002\u0001"u8))
        {
            return s_nothing;
        }

        List<(uint Type, long Offset, long Address, long Size)> segments = Segments(file);
        string? loader = segments.Where(static s => s.Type == Interpreter).Select(s => Text(file, s.Offset)).FirstOrDefault();
        (_, long offset, _, long size) = segments.FirstOrDefault(static s => s.Type == Dynamic);
        List<(long Tag, long Value)> entries = Entries(file, offset, size);
        long table = OffsetOf(segments, entries.FirstOrDefault(static e => e.Tag == StringTable).Value);
        var libraries = entries.Where(static e => e.Tag == Needed).Select(e => Text(file, table + e.Value))
            .Where(static name => !name.StartsWith("ld-", StringComparison.Ordinal)).ToList();
        return new ElfNeeds(loader, libraries, Newest(file));
    }

    private static List<(uint, long, long, long)> Segments(byte[] file)
    {
        long start = Number(file, ProgramHeaders);
        int size = BinaryPrimitives.ReadUInt16LittleEndian(file.AsSpan(HeaderSize)), count = BinaryPrimitives.ReadUInt16LittleEndian(file.AsSpan(HeaderSize + 2));
        return [.. Enumerable.Range(0, count).Select(i => start + ((long)i * size)).Select(at =>
            (BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan((int)at)), Number(file, at + 8), Number(file, at + 16), Number(file, at + 32)))];
    }

    private static List<(long, long)> Entries(byte[] file, long offset, long size) =>
        [.. Enumerable.Range(0, (int)(size / 16)).Select(i => offset + (i * 16L)).Select(at => (Number(file, at), Number(file, at + 8)))];

    private static long OffsetOf(List<(uint Type, long Offset, long Address, long Size)> segments, long address) =>
        segments.Where(s => s.Type == Load && address >= s.Address && address < s.Address + s.Size).Select(s => address - s.Address + s.Offset).FirstOrDefault();

    // The versions' names are in the table of strings, and nowhere else in such a form.
    private static Version Newest(byte[] file) =>
        LibcVersion().Matches(Encoding.Latin1.GetString(file)).Select(static match => Version.Parse(match.Groups[1].Value)).DefaultIfEmpty(new Version(0, 0)).Max()!;

    private static long Number(byte[] file, long at) => BinaryPrimitives.ReadInt64LittleEndian(file.AsSpan(checked((int)at)));

    private static string Text(byte[] file, long at)
    {
        ReadOnlySpan<byte> rest = file.AsSpan(checked((int)at));
        return Encoding.UTF8.GetString(rest[..int.Max(rest.IndexOf((byte)0), 0)]);
    }

    [GeneratedRegex(@"\0GLIBC_(\d+\.\d+(?:\.\d+)?)(?=\0)")]
    private static partial Regex LibcVersion();
}
