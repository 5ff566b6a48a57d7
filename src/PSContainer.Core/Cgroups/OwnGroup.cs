namespace PSContainer.Cgroups;

/// <summary>
/// A line of <c>/proc/self/cgroup</c> (<c>cgroups(7)</c>): "4:cpu,cpuacct:/group" in version 1, "0::/group" in version 2.
/// A group's name may hold a colon.
/// </summary>
internal readonly ref struct OwnGroup
{
    private OwnGroup(ReadOnlySpan<byte> names, ReadOnlySpan<byte> path)
    {
        Names = names;
        Path = path;
    }

    /// <summary>The controllers, or "name=…", of a version 1 hierarchy; empty for version 2.</summary>
    public ReadOnlySpan<byte> Names { get; }

    public ReadOnlySpan<byte> Path { get; }

    public bool IsUnified => Names.IsEmpty;

    public static bool TryParse(ReadOnlySpan<byte> line, out OwnGroup group)
    {
        int first = line.IndexOf((byte)':');
        int second = first < 0 ? -1 : line[(first + 1)..].IndexOf((byte)':');
        bool found = second >= 0 && line[(first + second + 2)..].StartsWith((byte)'/');
        group = found ? new OwnGroup(line.Slice(first + 1, second), line[(first + second + 2)..]) : default;
        return found;
    }
}
