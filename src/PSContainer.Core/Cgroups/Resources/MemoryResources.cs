using PSContainer.Errors;
using PSContainer.Oci;

namespace PSContainer.Cgroups;

/// <summary>Memory limits of version 2; <see cref="LegacyMemoryResources"/> has those of version 1.</summary>
internal static class MemoryResources
{
    public static void Apply(CgroupDirectory group, LinuxMemory memory)
    {
        if (!group.IsUnified)
        {
            LegacyMemoryResources.Apply(group, memory);
            return;
        }

        RefuseLegacy(memory);
        CheckUsage(group, memory);
        ApplySwap(group, memory);
        Set(group, "memory.limit", "memory.max"u8, memory.Limit);
        Set(group, "memory.reservation", "memory.low"u8, memory.Reservation);
    }

    private static void RefuseLegacy(LinuxMemory memory)
    {
        string? property = memory switch
        {
            { Kernel: > 0 } => "memory.kernel",
            { KernelTcp: > 0 } => "memory.kernelTCP",
            { Swappiness: not null } => "memory.swappiness",
            { DisableOomKiller: true } => "memory.disableOOMKiller",
            { UseHierarchy: false } => "memory.useHierarchy",
            _ => null,
        };
        if (property is not null)
        {
            throw ResourceWriter.NotSupported(property, "version 2 of cgroups has no such setting");
        }
    }

    // The spec counts memory and swap together, version 2 counts swap alone. 0 in the spec means "no swap at all".
    private static void ApplySwap(CgroupDirectory group, LinuxMemory memory)
    {
        long? swap = memory.Swap ?? (memory.Limit == -1 ? -1 : null);
        if (swap is not { } both)
        {
            return;
        }

        long? limit = memory.Limit ?? CgroupText.ReadNumber(group, "memory.max"u8);
        long alone = both > 0 && limit is > 0 ? both - limit.Value : both;
        if (alone < 0 && both > 0)
        {
            throw ResourceWriter.Invalid("memory.swap", $"is memory and swap together, and {both} is less than the memory limit, {limit}");
        }

        int result = alone < 0 ? group.Write("memory.swap.max"u8, "max"u8) : ResourceWriter.TrySet(group, "memory.swap.max"u8, alone);
        if (result < 0 && !(result == -Errno.ENOENT && (alone <= 0 || !SwapSpace.IsThere())))
        {
            throw ResourceWriter.Failure(group, "memory.swap", "memory.swap.max", alone.ToString(), -result);
        }
    }

    // Version 1 refuses a limit below what is in use; version 2 would kill, unless asked to look first.
    private static void CheckUsage(CgroupDirectory group, LinuxMemory memory)
    {
        if (memory.CheckBeforeUpdate is not true)
        {
            return;
        }

        long usage = CgroupText.ReadNumber(group, "memory.current"u8) ?? 0;
        long swap = CgroupText.ReadNumber(group, "memory.swap.current"u8) ?? 0;
        if (memory.Limit is > 0 && memory.Limit < usage)
        {
            throw Rejected("memory limit", memory.Limit.Value, usage);
        }

        if (memory.Swap is > 0 && memory.Swap < usage + swap)
        {
            throw Rejected("memory+swap limit", memory.Swap.Value, usage + swap);
        }
    }

    private static void Set(CgroupDirectory group, string property, ReadOnlySpan<byte> file, long? value)
    {
        if (value == -1)
        {
            ResourceWriter.Set(group, property, file, "max"u8);
        }
        else if (value is { } number)
        {
            ResourceWriter.Set(group, property, file, number);
        }
    }

    private static ContainerException Rejected(string what, long value, long usage) =>
        new(
            "Cgroup.Resource.InUse", ErrorKind.InvalidState,
            $"rejecting {what} {value}: {usage} bytes are in use, and the container would be killed.", value,
            "Choose a higher limit, or leave out checkBeforeUpdate.");
}
