using PSContainer.Errors;

namespace PSContainer.Cgroups;

/// <summary>
/// In version 1 a new cpuset has no processors and no memory, and takes no process before it has: it gets what the group
/// above has. (<c>cpuset(7)</c>)
/// </summary>
internal static class CgroupCpuSet
{
    public static void Initialize(string group, string mountPoint)
    {
        Copy(group, mountPoint, "cpuset.cpus", "cpus");
        Copy(group, mountPoint, "cpuset.mems", "mems");
    }

    /// <returns>The group's value. Folders on the way are filled in too: they begin as empty.</returns>
    private static byte[] Copy(string group, string mountPoint, string file, string shortName)
    {
        byte[] value = Read(group, ref file, shortName);
        if (value.AsSpan().TrimEnd((byte)'\n').IsEmpty && group.Length > mountPoint.Length)
        {
            value = Copy(CgroupPath.Parent(group), mountPoint, file, shortName);
            int result = CgroupFile.Write(CgroupFile.AtCurrent, $"{group}/{file}", value);
            if (result < 0)
            {
                throw CgroupErrors.Failed("Create", $"get the {file} of the group above", group, "write", -result);
            }
        }

        return value;
    }

    // Mounted with "noprefix", as Android does, the files have short names.
    private static byte[] Read(string group, ref string file, string shortName)
    {
        byte[]? value = CgroupFile.ReadAll(CgroupFile.AtCurrent, $"{group}/{file}", out int error);
        if (value is null && error == Errno.ENOENT && file != shortName)
        {
            file = shortName;
            value = CgroupFile.ReadAll(CgroupFile.AtCurrent, $"{group}/{file}", out error);
        }

        return value ?? throw CgroupErrors.Failed("Create", $"read its {file}", group, "read", error);
    }
}
