using System.Text;
using PSContainer.Errors;
using PSContainer.Oci;

namespace PSContainer.Cgroups;

/// <summary>Which processors and memory nodes may be used.</summary>
internal static class CpuSetResources
{
    public static void Apply(CgroupDirectory group, LinuxCpu cpu)
    {
        Set(group, "cpu.mems", "mems", cpu.Mems);
        Set(group, "cpu.cpus", "cpus", cpu.Cpus);
    }

    private static void Set(CgroupDirectory group, string property, string name, string? list)
    {
        if (string.IsNullOrEmpty(list))
        {
            return;
        }

        string file = "cpuset." + name;
        int result = group.Write(file, list);
        if (result == -Errno.ENOENT && !group.IsUnified)
        {
            result = group.Write(name, list); // mounted with "noprefix"
        }

        if (result < 0)
        {
            throw ResourceWriter.Failure(group, property, file, list, -result);
        }

        if (group.IsUnified)
        {
            CheckEffective(group, property, file + ".effective", list);
        }
    }

    // Version 2 takes any list, and then uses what of it the groups above have; if that is nothing, all that they have.
    private static void CheckEffective(CgroupDirectory group, string property, string file, string list)
    {
        byte[]? text = group.ReadAll(file);
        string effective = text is null ? list : Encoding.ASCII.GetString(text).Trim();
        if (!NumberList.Parse(list)!.SetEquals(NumberList.Parse(effective) ?? []))
        {
            throw ResourceWriter.Invalid(property, $"is '{list}', of which the container would get '{effective}'", "Name only what is online and open to the groups above.");
        }
    }
}
