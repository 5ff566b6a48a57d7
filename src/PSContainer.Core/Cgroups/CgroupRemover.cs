using PSContainer.Errors;

namespace PSContainer.Cgroups;

/// <summary>Removes groups, from the bottom up.</summary>
internal static class CgroupRemover
{
    /// <exception cref="ContainerException">A group is still in use when patience ends; the others are removed.</exception>
    public static void Remove(List<CgroupDirectory> directories, TimeSpan patience)
    {
        ContainerException? failure = null;
        var backoff = new Backoff(patience);
        foreach (CgroupDirectory directory in directories)
        {
            int result = directory.Kind == CgroupDirectoryKind.Parent ? 0 : RemovePatiently(directory.Path, ref backoff);
            failure ??= result < 0 ? Failed(directory.Path, result) : null;
        }

        RemoveParents(directories);
        if (failure is not null)
        {
            throw failure;
        }
    }

    /// <summary>Takes back what a creation that failed had made; its error counts, not one from here.</summary>
    public static void Undo(List<CgroupDirectory> directories)
    {
        try
        {
            Remove(directories, TimeSpan.FromSeconds(1));
        }
        catch (ContainerException)
        {
            // Only if a process was put into it meanwhile, and then somebody else takes it for theirs.
        }

        directories.ForEach(static directory => directory.Dispose());
    }

    private static int RemovePatiently(string path, ref Backoff backoff)
    {
        int result = RemoveTree(path);
        while (result == -Errno.EBUSY && backoff.Wait())
        {
            result = RemoveTree(path);
        }

        return result;
    }

    private static int RemoveTree(string path)
    {
        int result = CgroupFolder.Remove(path);
        if (result == -Errno.EBUSY)
        {
            foreach (string child in CgroupProcesses.Children(path))
            {
                _ = RemoveTree(child);
            }

            result = CgroupFolder.Remove(path);
        }

        return result == -Errno.ENOENT ? 0 : result;
    }

    // Deepest first. One that others still need says so by being busy, and goes with the last of them.
    private static void RemoveParents(List<CgroupDirectory> directories)
    {
        List<CgroupDirectory> parents = directories.FindAll(static directory => directory.Kind == CgroupDirectoryKind.Parent);
        parents.Sort(static (a, b) => b.Path.Length - a.Path.Length);
        foreach (CgroupDirectory parent in parents)
        {
            _ = CgroupFolder.Remove(parent.Path);
        }
    }

    private static ContainerException Failed(string path, int result)
    {
        if (result != -Errno.EBUSY)
        {
            return CgroupErrors.Failed("Remove", "be removed", path, "rmdir", -result);
        }

        var pids = new List<int>();
        CgroupProcesses.AddTree(path, pids);
        string who = pids.Count > 0 ? $"process {string.Join(", ", pids)} is in it" : "it is busy";
        return new ContainerException(
            "Cgroup.Remove.EBUSY", ErrorKind.InvalidState, $"The cgroup '{path}' could not be removed: {who} still.", path,
            "End what is in it first.", new LinuxException("rmdir", Errno.EBUSY, path));
    }
}
