using System.Text;
using static PSContainer.Interop.Interop;

namespace PSContainer.Cgroups;

/// <summary>
/// Looks for the hierarchies where nearly every machine has them. That takes one call each, where the list of mounts takes
/// the longer to read the more containers there are.
/// </summary>
internal static unsafe class UsualPlaces
{
    private const string Top = "/sys/fs/cgroup";

    /// <summary>The layout, or null if a hierarchy is not in its usual place, or the caller's group is not seen in it.</summary>
    public static CgroupLayout? Find(ReadOnlySpan<byte> ownGroups)
    {
        var hierarchies = new List<CgroupHierarchy>();
        foreach (Range range in ownGroups.Split((byte)'\n'))
        {
            if (!OwnGroup.TryParse(ownGroups[range], out OwnGroup group))
            {
                continue;
            }

            if (Find(group) is not { } hierarchy)
            {
                return null;
            }

            hierarchies.Add(hierarchy);
        }

        return new CgroupLayout(hierarchies);
    }

    private static CgroupHierarchy? Find(OwnGroup group)
    {
        string own = Encoding.UTF8.GetString(group.Path);
        if (!group.IsUnified)
        {
            ReadOnlySpan<byte> names = group.Names;
            string name = Encoding.UTF8.GetString(names.StartsWith("name="u8) ? names["name="u8.Length..] : names);
            return At($"{Top}/{name}", own, CGROUP_SUPER_MAGIC, ControllerNames.ParseList(names));
        }

        return At(Top, own, CGROUP2_SUPER_MAGIC, null) ?? At(Top + "/unified", own, CGROUP2_SUPER_MAGIC, null);
    }

    // If the caller's group is there under its full path, then it is the whole hierarchy that is mounted.
    private static CgroupHierarchy? At(string mountPoint, string own, long magic, CgroupControllers? controllers)
    {
        FileSystemStatus status = default;
        fixed (byte* path = new Interop.CString(own == "/" ? mountPoint : mountPoint + own))
        {
            bool isThere = StatFs(path, &status) == 0 && status.Type == magic;
            return isThere ? new CgroupHierarchy(magic == CGROUP2_SUPER_MAGIC, controllers, mountPoint, "/", own) : null;
        }
    }
}
