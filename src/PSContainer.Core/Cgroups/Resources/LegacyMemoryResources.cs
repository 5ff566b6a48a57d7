using PSContainer.Errors;
using PSContainer.Oci;

namespace PSContainer.Cgroups;

/// <summary>Memory limits of version 1.</summary>
internal static class LegacyMemoryResources
{
    public static void Apply(CgroupDirectory group, LinuxMemory memory)
    {
        ApplyLimits(group, memory);
        Set(group, "memory.reservation", "memory.soft_limit_in_bytes"u8, memory.Reservation);
        SetKernel(group, "memory.kernel", "memory.kmem.limit_in_bytes"u8, memory.Kernel);
        SetKernel(group, "memory.kernelTCP", "memory.kmem.tcp.limit_in_bytes"u8, memory.KernelTcp);
        Set(group, "memory.swappiness", "memory.swappiness"u8, (long?)memory.Swappiness);
        Set(group, "memory.disableOOMKiller", "memory.oom_control"u8, Bit(memory.DisableOomKiller));
        Set(group, "memory.useHierarchy", "memory.use_hierarchy"u8, Bit(memory.UseHierarchy));
    }

    // The limit of both can never be below the one of memory: whichever way they move, one order of the two works.
    private static void ApplyLimits(CgroupDirectory group, LinuxMemory memory)
    {
        long? both = Both(group, memory);
        int first = memory.Limit is { } limit ? ResourceWriter.TrySet(group, "memory.limit_in_bytes"u8, limit) : 0;
        if (first < 0 && !(first == -Errno.EINVAL && both is not null))
        {
            throw ResourceWriter.Failure(group, "memory.limit", "memory.limit_in_bytes", $"{memory.Limit}", -first);
        }

        ApplyBoth(group, both);
        if (first < 0)
        {
            Set(group, "memory.limit", "memory.limit_in_bytes"u8, memory.Limit);
        }
    }

    private static long? Both(CgroupDirectory group, LinuxMemory memory) => memory switch
    {
        { Swap: 0 } => memory.Limit ?? CgroupText.ReadNumber(group, "memory.limit_in_bytes"u8) ?? -1,
        { Swap: null, Limit: -1 } => -1,
        _ => memory.Swap,
    };

    private static void ApplyBoth(CgroupDirectory group, long? both)
    {
        int result = both is { } value ? ResourceWriter.TrySet(group, "memory.memsw.limit_in_bytes"u8, value) : 0;
        bool needless = result == -Errno.ENOENT && (both == -1 || !SwapSpace.IsThere());
        if (result < 0 && !needless)
        {
            throw ResourceWriter.Failure(group, "memory.swap", "memory.memsw.limit_in_bytes", $"{both}", -result);
        }
    }

    // Kernels of today take the number, and do nothing with it.
    private static void SetKernel(CgroupDirectory group, string property, ReadOnlySpan<byte> file, long? value)
    {
        Set(group, property, file, value is > 0 ? value : null);
        if (value is > 0 && (CgroupText.ReadNumber(group, file) is not { } kept || kept > value))
        {
            throw ResourceWriter.NotSupported(property, "this kernel takes the limit, and does not keep it");
        }
    }

    private static void Set(CgroupDirectory group, string property, ReadOnlySpan<byte> file, long? value)
    {
        if (value is { } number)
        {
            ResourceWriter.Set(group, property, file, number);
        }
    }

    private static long? Bit(bool? value) => value is { } bit ? (bit ? 1 : 0) : null;
}
