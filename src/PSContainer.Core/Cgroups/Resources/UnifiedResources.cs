namespace PSContainer.Cgroups;

/// <summary>Files of version 2, by name.</summary>
internal static class UnifiedResources
{
    /// <summary>Before anything is made: what is asked for has to be in version 2 here.</summary>
    public static void CheckMachine(CgroupHierarchy? hierarchy, Dictionary<string, string>? files)
    {
        foreach (string file in files?.Keys ?? Enumerable.Empty<string>())
        {
            string prefix = file.Split('.')[0];
            if (!ControllerNames.IsKnown(prefix))
            {
                throw ResourceWriter.NotSupported($"unified['{file}']", $"the requested cgroup controller `{prefix}` is not available");
            }

            CgroupControllers missing = ResourceNeeds.OfFile(file) & ~(hierarchy?.Controllers ?? CgroupControllers.None);
            if (hierarchy is null || missing != CgroupControllers.None)
            {
                throw ResourceWriter.NotSupported($"unified['{file}']", "invalid configuration: version 2 of cgroups is not here, or has not its controller");
            }
        }
    }

    public static void Apply(CgroupDirectory? group, Dictionary<string, string>? files)
    {
        if (files is not { Count: > 0 })
        {
            return;
        }

        if (group is null)
        {
            throw ResourceWriter.NotSupported("unified", "the container's cgroup is not of version 2");
        }

        foreach ((string file, string value) in files)
        {
            foreach (string line in value.Split('\n', StringSplitOptions.RemoveEmptyEntries))
            {
                ResourceWriter.Set(group, $"unified['{file}']", file, line); // the kernel takes one setting a write
            }
        }
    }
}
