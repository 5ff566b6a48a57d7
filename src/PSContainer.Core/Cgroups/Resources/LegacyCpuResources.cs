using PSContainer.Errors;
using PSContainer.Oci;

namespace PSContainer.Cgroups;

/// <summary>Limits of processor time in version 1.</summary>
internal static class LegacyCpuResources
{
    public static void Apply(CgroupDirectory group, LinuxCpu cpu)
    {
        ApplyShares(group, cpu);
        ApplyQuota(group, cpu);
        ApplyRealtime(group, cpu);
        if (cpu.Idle is { } idle)
        {
            ResourceWriter.Set(group, "cpu.idle", "cpu.idle"u8, idle);
        }
    }

    // The kernel moves what is out of its range into it, and says nothing.
    private static void ApplyShares(CgroupDirectory group, LinuxCpu cpu)
    {
        if (cpu.Shares is not > 0)
        {
            return;
        }

        ResourceWriter.Set(group, "cpu.shares", "cpu.shares"u8, (long)cpu.Shares.Value);
        long? actual = CgroupText.ReadNumber(group, "cpu.shares"u8);
        if (actual is { } value && (ulong)value != cpu.Shares)
        {
            throw ResourceWriter.Invalid("cpu.shares", $"is {cpu.Shares}, and the {((ulong)value < cpu.Shares ? "maximum" : "minimum")} allowed cpu-shares is {value}");
        }
    }

    // Quota, period and burst bound one another: what is refused at first is tried again after the quota.
    private static void ApplyQuota(CgroupDirectory group, LinuxCpu cpu)
    {
        bool hasQuota = cpu.Quota is not (null or 0);
        bool periodLater = !TrySet(group, "cpu.period", "cpu.cfs_period_us"u8, cpu.Period is > 0 ? (long)cpu.Period : null, hasQuota);
        bool burstLater = !TrySet(group, "cpu.burst", "cpu.cfs_burst_us"u8, (long?)cpu.Burst, hasQuota);
        if (hasQuota)
        {
            ResourceWriter.Set(group, "cpu.quota", "cpu.cfs_quota_us"u8, cpu.Quota!.Value);
        }

        _ = !periodLater || TrySet(group, "cpu.period", "cpu.cfs_period_us"u8, (long?)cpu.Period, mayFail: false);
        _ = !burstLater || TrySet(group, "cpu.burst", "cpu.cfs_burst_us"u8, (long?)cpu.Burst, mayFail: false);
    }

    private static void ApplyRealtime(CgroupDirectory group, LinuxCpu cpu)
    {
        bool hasRuntime = cpu.RealtimeRuntime is not (null or 0);
        long? period = cpu.RealtimePeriod is > 0 ? (long)cpu.RealtimePeriod : null;
        bool periodLater = !TrySet(group, "cpu.realtimePeriod", "cpu.rt_period_us"u8, period, hasRuntime);
        if (hasRuntime)
        {
            ResourceWriter.Set(group, "cpu.realtimeRuntime", "cpu.rt_runtime_us"u8, cpu.RealtimeRuntime!.Value);
        }

        _ = !periodLater || TrySet(group, "cpu.realtimePeriod", "cpu.rt_period_us"u8, period, mayFail: false);
    }

    private static bool TrySet(CgroupDirectory group, string property, ReadOnlySpan<byte> file, long? value, bool mayFail)
    {
        int result = value is { } number ? ResourceWriter.TrySet(group, file, number) : 0;
        if (result == 0 || (result == -Errno.EINVAL && mayFail))
        {
            return result == 0;
        }

        throw ResourceWriter.Failure(group, property, System.Text.Encoding.UTF8.GetString(file), $"{value}", -result);
    }
}
