using System.Globalization;
using System.Text;
using static Tmds.Linux.LibC;

namespace PSContainer.Cgroups;

/// <summary>How processes get into a group.</summary>
internal static class CgroupEntry
{
    // A move that moves nothing is a move to the kernel, with all that it waits for: a process that was cloned into its
    // group is left where it is.
    public static void Attach(Cgroup cgroup, int pid, bool unifiedOnly)
    {
        byte[] text = Encoding.ASCII.GetBytes(pid.ToString(CultureInfo.InvariantCulture));
        foreach (CgroupDirectory directory in cgroup.Directories)
        {
            bool isMeant = directory.Kind == CgroupDirectoryKind.Unified || (directory.Kind == CgroupDirectoryKind.Legacy && !unifiedOnly);
            int result = !isMeant || CgroupProcesses.IsIn(directory, pid) ? 0 : directory.Write("cgroup.procs"u8, text);
            if (result < 0)
            {
                throw CgroupErrors.Failed("Attach", $"take process {pid}", directory.Path, "write", -result);
            }
        }
    }

    // "tasks" and not "cgroup.procs": when a thread moves itself alone, the kernel need not hold up all forks and exits for it.
    public static int[] OpenLegacy(Cgroup cgroup)
    {
        var entries = new List<int>();
        foreach (CgroupDirectory directory in cgroup.Directories)
        {
            if (directory.Kind == CgroupDirectoryKind.Legacy)
            {
                entries.Add(Open(directory, entries));
            }
        }

        return [.. entries];
    }

    private static int Open(CgroupDirectory directory, List<int> earlier)
    {
        int entry = CgroupFile.Open(directory.Descriptor, "tasks"u8, O_WRONLY);
        if (entry < 0)
        {
            earlier.ForEach(static open => _ = close(open));
            throw CgroupErrors.Failed("Attach", "be opened for entry", directory.Path, "openat", -entry);
        }

        return entry;
    }
}
