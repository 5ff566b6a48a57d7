using System.Buffers.Text;

namespace PSContainer.Cgroups;

/// <summary>
/// The lines of <c>/proc/self/mountinfo</c> (<c>proc_pid_mountinfo(5)</c>), for the question which mounts a path still leads to:
/// what is mounted over stays in the list.
/// </summary>
internal sealed class MountTable
{
    private readonly List<Entry> _entries = [];

    /// <summary>How many mounts there are.</summary>
    public int Count => _entries.Count;

    public static MountTable Parse(ReadOnlySpan<byte> mountInfo)
    {
        var table = new MountTable();
        foreach (Range range in mountInfo.Split((byte)'\n'))
        {
            ReadOnlySpan<byte> line = mountInfo[range];
            if (Utf8Parser.TryParse(line, out int id, out _) && Utf8Parser.TryParse(Field(line, 1), out int parent, out _))
            {
                table._entries.Add(new Entry(id, parent, range));
            }
        }

        return table;
    }

    /// <summary>A mount's line.</summary>
    public ReadOnlySpan<byte> Line(ReadOnlySpan<byte> mountInfo, int index) => mountInfo[_entries[index].Line];

    /// <summary>A field of a line, as it is written.</summary>
    public static ReadOnlySpan<byte> Field(ReadOnlySpan<byte> line, int index)
    {
        for (; index > 0; index--)
        {
            line = line[(line.IndexOf((byte)' ') + 1)..];
        }

        int end = line.IndexOf((byte)' ');
        return end < 0 ? line : line[..end];
    }

    /// <summary>Whether another mount lies on a mount, on the way to it, or on one that it is mounted in.</summary>
    public bool IsHidden(ReadOnlySpan<byte> mountInfo, int index)
    {
        ReadOnlySpan<byte> point = Point(mountInfo, index);
        foreach (Entry other in _entries)
        {
            if (other.Parent == _entries[index].Id && Field(mountInfo[other.Line], 4).SequenceEqual(point))
            {
                return true;
            }
        }

        // However odd the table: no way up is longer than it.
        for (int steps = 0; index >= 0 && steps < Count; steps++)
        {
            if (IsCutOff(mountInfo, index))
            {
                return true;
            }

            index = _entries.FindIndex(entry => entry.Id == _entries[index].Parent);
        }

        return false;
    }

    // A mount on a folder above it, in the same mount; on that mount's very root too.
    private bool IsCutOff(ReadOnlySpan<byte> mountInfo, int index)
    {
        ReadOnlySpan<byte> point = Point(mountInfo, index);
        Entry mount = _entries[index];
        foreach (Entry other in _entries)
        {
            if (other.Parent == mount.Parent && other.Id != mount.Id && IsAbove(Field(mountInfo[other.Line], 4), point))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsAbove(ReadOnlySpan<byte> folder, ReadOnlySpan<byte> point) =>
        point.Length > folder.Length && point.StartsWith(folder) && (folder is [(byte)'/'] || point[folder.Length] == '/');

    private ReadOnlySpan<byte> Point(ReadOnlySpan<byte> mountInfo, int index) => Field(Line(mountInfo, index), 4);

    private readonly record struct Entry(int Id, int Parent, Range Line);
}
