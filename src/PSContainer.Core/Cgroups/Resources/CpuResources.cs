using PSContainer.Errors;
using PSContainer.Oci;

namespace PSContainer.Cgroups;

/// <summary>Limits of processor time in version 2; <see cref="LegacyCpuResources"/> has those of version 1.</summary>
internal static class CpuResources
{
    public static void Apply(CgroupDirectory group, LinuxCpu cpu)
    {
        if (!group.IsUnified)
        {
            LegacyCpuResources.Apply(group, cpu);
            return;
        }

        if (cpu.RealtimeRuntime is not (null or 0) || cpu.RealtimePeriod is > 0)
        {
            throw ResourceWriter.NotSupported("cpu.realtimeRuntime", "version 2 of cgroups shares out no real-time");
        }

        ApplyWeight(group, cpu);
        ApplyQuota(group, cpu);
    }

    /// <summary>Version 1 shares (2 to 262,144; 1,024 is usual) as a version 2 weight (1 to 10,000; 100 is usual), as other runtimes convert them.</summary>
    public static long WeightOf(ulong shares)
    {
        if (shares <= 2)
        {
            return 1;
        }

        if (shares >= 262144)
        {
            return 10000;
        }

        double log = Math.Log2(shares);
        return (long)Math.Ceiling(Math.Pow(10, (((log * log) + (125 * log)) / 612.0) - (7.0 / 34.0)));
    }

    // An idle group takes no weight: it gets one before it becomes idle, or after it is no more.
    private static void ApplyWeight(CgroupDirectory group, LinuxCpu cpu)
    {
        if (cpu.Idle == 0)
        {
            ResourceWriter.Set(group, "cpu.idle", "cpu.idle"u8, 0);
        }

        if (cpu.Shares is > 0 and { } shares)
        {
            int result = ResourceWriter.TrySet(group, "cpu.weight"u8, WeightOf(shares));
            if (result < 0 && !(result == -Errno.EINVAL && cpu.Idle == 1))
            {
                throw ResourceWriter.Failure(group, "cpu.shares", "cpu.weight", $"{WeightOf(shares)}", -result);
            }
        }

        if (cpu.Idle is { } idle and not 0)
        {
            ResourceWriter.Set(group, "cpu.idle", "cpu.idle"u8, idle);
        }
    }

    // A burst must not be above the quota at any time: which of the two goes first depends on which way they move.
    private static void ApplyQuota(CgroupDirectory group, LinuxCpu cpu)
    {
        int burst = cpu.Burst is { } value ? ResourceWriter.TrySet(group, "cpu.max.burst"u8, (long)value) : 0;
        bool hasQuota = cpu.Quota is not (null or 0) || cpu.Period is > 0;
        if (burst < 0 && !(burst == -Errno.EINVAL && hasQuota))
        {
            throw ResourceWriter.Failure(group, "cpu.burst", "cpu.max.burst", $"{cpu.Burst}", -burst);
        }

        if (hasQuota)
        {
            ResourceWriter.Set(group, "cpu.quota", "cpu.max", Maximum(group, cpu));
        }

        if (burst < 0)
        {
            ResourceWriter.Set(group, "cpu.burst", "cpu.max.burst"u8, (long)cpu.Burst!.Value);
        }
    }

    // "quota period"; what is not given stays as it is.
    private static string Maximum(CgroupDirectory group, LinuxCpu cpu)
    {
        string quota = cpu.Quota switch
        {
            null or 0 => CgroupText.ReadNumber(group, "cpu.max"u8) is { } current ? $"{current}" : "max",
            < 0 => "max",
            { } given => $"{given}",
        };
        return cpu.Period is > 0 ? $"{quota} {cpu.Period}" : quota;
    }
}
