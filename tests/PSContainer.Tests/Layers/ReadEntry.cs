using System.Text;
using PSContainer.Layers.Tar;

namespace PSContainer.Tests.Layers;

/// <summary>An entry of an archive, kept.</summary>
internal sealed record ReadEntry(
    string Name, TarEntryKind Kind, string LinkName, uint Mode, uint User, uint Group, long Size, TarTime Modified, string Content,
    IReadOnlyDictionary<string, string> Attributes, IReadOnlyList<TarExtent> Extents, uint Major, uint Minor)
{
    public static List<ReadEntry> All(byte[] archive, int piece = int.MaxValue)
    {
        var reader = new TarReader(new TarInput(new MemorySource(archive, piece), long.MaxValue));
        var entries = new List<ReadEntry>();
        while (reader.Read())
        {
            entries.Add(From(reader));
        }

        return entries;
    }

    private static ReadEntry From(TarReader reader)
    {
        TarEntry entry = reader.Entry;
        var attributes = new Dictionary<string, string>();
        foreach (TarAttribute attribute in entry.Attributes)
        {
            attributes[Text(entry.AttributeName(attribute))] = Text(entry.AttributeValue(attribute));
        }

        return new ReadEntry(
            Text(entry.Name), entry.Kind, Text(entry.LinkName), entry.Mode, entry.User, entry.Group, entry.Size, entry.Modified, ContentOf(reader),
            attributes, [.. entry.Extents], entry.DeviceMajor, entry.DeviceMinor);
    }

    private static string ContentOf(TarReader reader)
    {
        var content = new MemoryStream();
        for (long rest = reader.Entry.StoredSize; rest > 0;)
        {
            ReadOnlySpan<byte> some = reader.Content(rest);
            content.Write(some);
            rest -= some.Length;
        }

        return Text(content.ToArray());
    }

    private static string Text(ReadOnlySpan<byte> bytes) => Encoding.Latin1.GetString(bytes);
}
