namespace PSContainer.Cgroups;

/// <summary>The limit of processes and threads; the same in both versions.</summary>
internal static class PidsResources
{
    public static void Apply(CgroupDirectory group, long limit)
    {
        if (limit <= 0)
        {
            ResourceWriter.Set(group, "pids.limit", "pids.max"u8, "max"u8);
        }
        else
        {
            ResourceWriter.Set(group, "pids.limit", "pids.max"u8, limit);
        }
    }
}
