using System.Buffers.Text;
using PSContainer.Errors;

namespace PSContainer.Cgroups;

/// <summary>Which processes are in a group.</summary>
internal static class CgroupProcesses
{
    /// <summary>The processes in the group and below it.</summary>
    public static List<int> Read(Cgroup cgroup)
    {
        var pids = new List<int>();
        if (MainDirectory(cgroup) is { } directory)
        {
            AddTree(directory.Path, pids);
        }

        return pids;
    }

    /// <summary>The directory that tells best who belongs to the container.</summary>
    public static CgroupDirectory? MainDirectory(Cgroup cgroup)
    {
        CgroupDirectory? best = cgroup.Unified ?? cgroup.Find(CgroupControllers.Freezer);
        foreach (CgroupDirectory directory in cgroup.Directories)
        {
            best ??= directory.Kind == CgroupDirectoryKind.Parent ? null : directory;
        }

        return best;
    }

    /// <summary>Whether a process is in the group itself.</summary>
    public static bool IsIn(CgroupDirectory directory, int pid)
    {
        var pids = new List<int>();
        Add(directory.Path, pids);
        return pids.Contains(pid);
    }

    public static bool Any(CgroupDirectory directory)
    {
        var pids = new List<int>();
        AddTree(directory.Path, pids);
        return pids.Count > 0;
    }

    public static void AddTree(string path, List<int> pids)
    {
        Add(path, pids);
        foreach (string child in Children(path))
        {
            AddTree(child, pids);
        }
    }

    /// <summary>The groups right below; none where the group is gone.</summary>
    public static string[] Children(string path)
    {
        try
        {
            return Directory.GetDirectories(path);
        }
        catch (DirectoryNotFoundException)
        {
            return [];
        }
    }

    // Gone is empty. A threaded group cannot say; its processes are told by the domain above it. Pid 0 is one of another namespace.
    private static void Add(string path, List<int> pids)
    {
        byte[]? text = CgroupFile.ReadAll(CgroupFile.AtCurrent, path + "/cgroup.procs", out int error);
        if (text is null && error is not (Errno.ENOENT or Errno.ENODEV or Errno.EOPNOTSUPP))
        {
            throw CgroupErrors.Failed("Read", "say which processes it has", path, "read", error);
        }

        ReadOnlySpan<byte> rest = text;
        while (Utf8Parser.TryParse(rest, out int pid, out int used))
        {
            if (pid > 0)
            {
                pids.Add(pid);
            }

            rest = rest[Math.Min(rest.Length, used + 1)..];
        }
    }
}
