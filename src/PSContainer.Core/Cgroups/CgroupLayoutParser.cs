using System.Text;

namespace PSContainer.Cgroups;

/// <summary>Joins the lines of <c>/proc/self/cgroup</c> with the mounts of <c>/proc/self/mountinfo</c> (<c>proc(5)</c>).</summary>
internal static class CgroupLayoutParser
{
    public static CgroupLayout Parse(ReadOnlySpan<byte> mountInfo, ReadOnlySpan<byte> ownGroups)
    {
        List<Mount> mounts = ReadMounts(mountInfo);
        var hierarchies = new List<CgroupHierarchy>();
        foreach (Range range in ownGroups.Split((byte)'\n'))
        {
            if (ReadOwnGroup(ownGroups[range], mounts) is { } hierarchy)
            {
                hierarchies.Add(hierarchy);
            }
        }

        return new CgroupLayout(hierarchies);
    }

    private static CgroupHierarchy? ReadOwnGroup(ReadOnlySpan<byte> line, List<Mount> mounts)
    {
        if (!OwnGroup.TryParse(line, out OwnGroup group) || Choose(group.Names, mounts) is not { } mount)
        {
            return null;
        }

        CgroupControllers? controllers = group.IsUnified ? null : ControllerNames.ParseList(group.Names);
        return new CgroupHierarchy(group.IsUnified, controllers, mount.Point, mount.Root, Encoding.UTF8.GetString(group.Path));
    }

    // A hierarchy may be mounted more than once: the usual place first, and the whole of it rather than a part.
    private static Mount? Choose(ReadOnlySpan<byte> names, List<Mount> mounts)
    {
        Mount? best = null;
        foreach (Mount mount in mounts)
        {
            if (mount.Holds(names) && (best is null || mount.Rank > best.Value.Rank))
            {
                best = mount;
            }
        }

        return best;
    }

    private static List<Mount> ReadMounts(ReadOnlySpan<byte> mountInfo)
    {
        var mounts = new List<Mount>();
        var table = MountTable.Parse(mountInfo);
        for (int i = 0; i < table.Count; i++)
        {
            if (ReadMount(table.Line(mountInfo, i)) is { } mount && !table.IsHidden(mountInfo, i))
            {
                mounts.RemoveAll(earlier => earlier.Point == mount.Point); // mounted over
                mounts.Add(mount);
            }
        }

        return mounts;
    }

    // "36 35 0:31 / /sys/fs/cgroup/memory rw,relatime shared:9 - cgroup cgroup rw,memory"
    private static Mount? ReadMount(ReadOnlySpan<byte> line)
    {
        int separator = line.IndexOf(" - cgroup"u8);
        if (separator < 0)
        {
            return null;
        }

        ReadOnlySpan<byte> tail = line[(separator + 3)..];
        ReadOnlySpan<byte> type = tail[..Math.Max(0, tail.IndexOf((byte)' '))];
        if (!type.SequenceEqual("cgroup"u8) && !type.SequenceEqual("cgroup2"u8))
        {
            return null;
        }

        byte[] options = type.Length == 7 ? [] : tail[(tail.LastIndexOf((byte)' ') + 1)..].ToArray();
        return new Mount(Unescape(MountTable.Field(line, 4)), Unescape(MountTable.Field(line, 3)), type.Length == 7, options);
    }

    // Space, tab, newline, backslash and hash are written as a backslash and three octal digits.
    private static string Unescape(ReadOnlySpan<byte> text)
    {
        if (!text.Contains((byte)'\\'))
        {
            return Encoding.UTF8.GetString(text);
        }

        var plain = new byte[text.Length];
        int length = 0;
        for (int i = 0; i < text.Length; i++)
        {
            bool escaped = text[i] == '\\' && i + 3 < text.Length;
            plain[length++] = escaped ? (byte)(((text[i + 1] - '0') << 6) | ((text[i + 2] - '0') << 3) | (text[i + 3] - '0')) : text[i];
            i += escaped ? 3 : 0;
        }

        return Encoding.UTF8.GetString(plain, 0, length);
    }

    private readonly record struct Mount(string Point, string Root, bool IsUnified, byte[] Options)
    {
        public int Rank => (Point.StartsWith("/sys/fs/cgroup", StringComparison.Ordinal) ? 2 : 0) + (Root == "/" ? 1 : 0);

        public bool Holds(ReadOnlySpan<byte> names)
        {
            if (names.IsEmpty || IsUnified)
            {
                return names.IsEmpty && IsUnified;
            }

            foreach (Range name in names.Split((byte)','))
            {
                if (!HasOption(names[name]))
                {
                    return false;
                }
            }

            return true;
        }

        private bool HasOption(ReadOnlySpan<byte> name)
        {
            ReadOnlySpan<byte> options = Options;
            foreach (Range option in options.Split((byte)','))
            {
                if (options[option].SequenceEqual(name))
                {
                    return true;
                }
            }

            return false;
        }
    }
}
