namespace PSContainer.Oci;

/// <summary>Rules for memory limits.</summary>
internal static class MemoryRules
{
    private const ulong MaxSwappiness = 100;

    public static void Check(LinuxMemory? memory, string path)
    {
        if (memory is null)
            return;
        ResourceRules.AtLeastMinusOne(memory.Limit, path, ".limit");
        ResourceRules.AtLeastMinusOne(memory.Reservation, path, ".reservation");
        ResourceRules.AtLeastMinusOne(memory.Swap, path, ".swap");
        ResourceRules.AtLeastMinusOne(memory.Kernel, path, ".kernel");
        ResourceRules.AtLeastMinusOne(memory.KernelTcp, path, ".kernelTCP");
        if (memory.Swappiness > MaxSwappiness)
            throw SpecError.At("ResourceRange", $"{path}.swappiness", $"is {memory.Swappiness}, and goes from 0 to {MaxSwappiness}");
        if (memory is { Limit: > 0 and var limit, Swap: > 0 and var swap } && swap < limit)
            throw SpecError.At("SwapBelowLimit", $"{path}.swap", $"is {swap}, which is memory and swap together, and so not below the limit of {limit}");
    }
}
