namespace PSContainer.Cgroups;

/// <summary>Processor time of a group.</summary>
internal static class CgroupCpuReader
{
    public static void Read(Cgroup cgroup, CgroupStatistics statistics)
    {
        ReadThrottling(cgroup, statistics);
        if (cgroup.Find(CgroupControllers.CpuAccounting) is { IsUnified: false } legacy)
        {
            statistics.CpuTime = Nanoseconds(CgroupText.ReadNumber(legacy, "cpuacct.usage"u8));
            statistics.CpuUserTime = Nanoseconds(CgroupText.ReadNumber(legacy, "cpuacct.usage_user"u8));
            statistics.CpuSystemTime = Nanoseconds(CgroupText.ReadNumber(legacy, "cpuacct.usage_sys"u8));
        }
        else if (cgroup.Unified is { } unified)
        {
            ReadUsage(unified, statistics);
        }
    }

    // Every version 2 group accounts its time, whether or not it has the controller.
    private static void ReadUsage(CgroupDirectory group, CgroupStatistics statistics)
    {
        byte[]? text = group.ReadAll("cpu.stat");
        statistics.CpuTime = Microseconds(CgroupText.Find(text, "usage_usec"u8));
        statistics.CpuUserTime = Microseconds(CgroupText.Find(text, "user_usec"u8));
        statistics.CpuSystemTime = Microseconds(CgroupText.Find(text, "system_usec"u8));
    }

    private static void ReadThrottling(Cgroup cgroup, CgroupStatistics statistics)
    {
        if (cgroup.Find(CgroupControllers.Cpu) is { } group)
        {
            byte[]? text = group.ReadAll("cpu.stat");
            statistics.CpuPeriods = CgroupText.Find(text, "nr_periods"u8);
            statistics.CpuThrottledPeriods = CgroupText.Find(text, "nr_throttled"u8);
            statistics.CpuThrottledTime = group.IsUnified
                ? Microseconds(CgroupText.Find(text, "throttled_usec"u8))
                : Nanoseconds(CgroupText.Find(text, "throttled_time"u8));
        }
    }

    private static TimeSpan? Microseconds(long? value) => value is { } number ? TimeSpan.FromMicroseconds(number) : null;

    private static TimeSpan? Nanoseconds(long? value) => value is { } number ? new TimeSpan(number / TimeSpan.NanosecondsPerTick) : null;
}
