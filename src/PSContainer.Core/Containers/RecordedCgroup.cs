using PSContainer.Cgroups;
using PSContainer.Errors;
using PSContainer.State;

namespace PSContainer.Containers;

/// <summary>A container's cgroup, as its state has it. One that others remove meanwhile is no error.</summary>
internal static class RecordedCgroup
{
    /// <summary>Lets frozen processes go on, so that they can take a signal.</summary>
    public static void Thaw(ContainerState state) => Use(state.CgroupPaths, static cgroup =>
    {
        if (cgroup.IsFrozen)
        {
            cgroup.Thaw();
        }
    });

    /// <summary>Ends every process in it.</summary>
    public static void Kill(ContainerState state) => Use(state.CgroupPaths, static cgroup => cgroup.Kill());

    /// <summary>Ends every process in it and removes it.</summary>
    public static void Clear(IReadOnlyList<string> paths) => Use(paths, static cgroup =>
    {
        cgroup.Kill();
        cgroup.Remove();
    });

    private static void Use(IReadOnlyList<string> paths, Action<Cgroup> action)
    {
        if (paths.Count == 0)
        {
            return;
        }

        using Cgroup cgroup = Cgroup.Open(paths);
        try
        {
            action(cgroup);
        }
        catch (ContainerException) when (IsGone(cgroup))
        {
        }
    }

    private static bool IsGone(Cgroup cgroup)
    {
        foreach (CgroupDirectory directory in cgroup.Directories)
        {
            if (directory.Kind != CgroupDirectoryKind.Parent && Directory.Exists(directory.Path))
            {
                return false;
            }
        }

        return true;
    }
}
