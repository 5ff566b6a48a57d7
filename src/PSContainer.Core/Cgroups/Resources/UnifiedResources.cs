namespace PSContainer.Cgroups;

/// <summary>Files of version 2, by name.</summary>
internal static class UnifiedResources
{
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
