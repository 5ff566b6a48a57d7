namespace PSContainer.Cgroups;

/// <summary>Reads what a container's cgroup used. A file that is not there leaves its numbers out.</summary>
internal static class CgroupStatisticsReader
{
    public static CgroupStatistics Read(Cgroup cgroup)
    {
        var statistics = new CgroupStatistics { OomKills = ReadOomKills(cgroup) };
        if (cgroup.Find(CgroupControllers.Memory) is { } memory)
        {
            ReadMemory(memory, statistics);
        }

        if (cgroup.Find(CgroupControllers.Pids) is { } pids)
        {
            statistics.PidsCurrent = CgroupText.ReadNumber(pids, "pids.current"u8);
            statistics.PidsLimit = CgroupText.ReadNumber(pids, "pids.max"u8);
        }

        CgroupCpuReader.Read(cgroup, statistics);
        CgroupIOReader.Read(cgroup, statistics);
        CgroupPressureReader.Read(cgroup, statistics);
        return statistics;
    }

    /// <summary>Version 2 counts the groups below too; version 1 has to be asked about each.</summary>
    public static long ReadOomKills(Cgroup cgroup)
    {
        if (cgroup.Find(CgroupControllers.Memory) is not { } memory)
        {
            return 0;
        }

        return memory.IsUnified ? ReadOomKills(memory.Path + "/memory.events") : ReadLegacyOomKills(memory.Path);
    }

    public static long? ReadMemoryLimit(Cgroup cgroup) => cgroup.Find(CgroupControllers.Memory) is { } memory ? ReadMemoryLimit(memory) : null;

    private static long? ReadMemoryLimit(CgroupDirectory group) =>
        CgroupText.ReadNumber(group, group.IsUnified ? "memory.max"u8 : "memory.limit_in_bytes"u8);

    private static long ReadLegacyOomKills(string path)
    {
        long kills = ReadOomKills(path + "/memory.oom_control");
        foreach (string child in CgroupProcesses.Children(path))
        {
            kills += ReadLegacyOomKills(child);
        }

        return kills;
    }

    private static long ReadOomKills(string file)
    {
        Span<byte> text = stackalloc byte[512];
        int length = CgroupFile.Read(CgroupFile.AtCurrent, file, text);
        return length > 0 ? CgroupText.Find(text[..length], "oom_kill"u8) ?? 0 : 0;
    }

    private static void ReadMemory(CgroupDirectory group, CgroupStatistics statistics)
    {
        statistics.MemoryUsage = CgroupText.ReadNumber(group, group.IsUnified ? "memory.current"u8 : "memory.usage_in_bytes"u8);
        statistics.MemoryPeak = CgroupText.ReadNumber(group, group.IsUnified ? "memory.peak"u8 : "memory.max_usage_in_bytes"u8);
        statistics.MemoryLimit = ReadMemoryLimit(group);
        statistics.MemoryDetails = CgroupText.ReadTable(group.ReadAll("memory.stat"));
        if (group.IsUnified)
        {
            statistics.SwapUsage = CgroupText.ReadNumber(group, "memory.swap.current"u8);
            statistics.SwapLimit = CgroupText.ReadNumber(group, "memory.swap.max"u8);
        }
        else
        {
            ReadLegacySwap(group, statistics);
        }
    }

    // Version 1 counts memory and swap together.
    private static void ReadLegacySwap(CgroupDirectory group, CgroupStatistics statistics)
    {
        long? both = CgroupText.ReadNumber(group, "memory.memsw.usage_in_bytes"u8);
        long? limit = CgroupText.ReadNumber(group, "memory.memsw.limit_in_bytes"u8);
        statistics.SwapUsage = both is null ? null : Math.Max(0, both.Value - (statistics.MemoryUsage ?? 0));
        statistics.SwapLimit = limit - statistics.MemoryLimit;
    }
}
