using PSContainer.Errors;
using PSContainer.Oci;

namespace PSContainer.Cgroups;

/// <summary>Refuses values that no kernel can honour, before anything is made.</summary>
internal static class ResourceCheck
{
    private const long ShortestTime = 1000; // microseconds; the kernel's bounds of quota and period
    private const long LongestPeriod = 1_000_000;

    /// <exception cref="ContainerException">A value is wrong.</exception>
    public static void Check(LinuxResources resources)
    {
        if (resources.Memory is { } memory)
        {
            CheckMemory(memory);
        }

        if (resources.Cpu is { } cpu)
        {
            CheckCpu(cpu);
        }

        if (resources.BlockIO is { } io)
        {
            CheckBlockIO(io);
        }

        Require(resources.Pids?.Limit is not < -1, "pids.limit", $"is {resources.Pids?.Limit}", "Use -1 for no limit.");
        _ = resources.Devices is { } rules ? DeviceRuleList.From(rules) : null;
        ResourceNames.Check(resources);
    }

    private static void CheckMemory(LinuxMemory memory)
    {
        CheckBytes("memory.limit", memory.Limit, least: 1);
        CheckBytes("memory.reservation", memory.Reservation, least: 0);
        CheckBytes("memory.swap", memory.Swap, least: 0);
        CheckBytes("memory.kernel", memory.Kernel, least: 0);
        CheckBytes("memory.kernelTCP", memory.KernelTcp, least: 0);
        Require(memory.Swappiness is not > 100, "memory.swappiness", $"is {memory.Swappiness}", "Use 0 to 100.");
        Require(
            memory.Swap is null or <= 0 || memory.Limit is null or < 0 || memory.Swap >= memory.Limit, "memory.swap",
            $"is memory and swap together, and {memory.Swap} is less than the memory limit, {memory.Limit}");
        Require(memory.Limit != -1 || memory.Swap is null or <= 0, "memory.swap", "is limited where memory is not", "Limit memory too.");
    }

    private static void CheckCpu(LinuxCpu cpu)
    {
        Require(cpu.Shares is not > long.MaxValue, "cpu.shares", $"is {cpu.Shares}");
        Require(
            cpu.Quota is null or -1 or 0 or >= ShortestTime, "cpu.quota", $"is {cpu.Quota}",
            "Use 1000 microseconds or more, or -1 for no limit.");
        Require(
            cpu.Period is null or 0 or (>= ShortestTime and <= LongestPeriod), "cpu.period", $"is {cpu.Period}",
            "Use 1000 to 1000000 microseconds.");
        Require(
            cpu.Burst is null || cpu.Burst <= (ulong)long.MaxValue && (cpu.Quota is not > 0 || cpu.Burst <= (ulong)cpu.Quota.Value), "cpu.burst",
            $"is {cpu.Burst}, more than the quota, {cpu.Quota}");
        Require(cpu.Idle is null or 0 or 1, "cpu.idle", $"is {cpu.Idle}", "Use 0 or 1.");
        Require(cpu.RealtimeRuntime is not < -1, "cpu.realtimeRuntime", $"is {cpu.RealtimeRuntime}");
        Require(cpu.RealtimePeriod is not > int.MaxValue, "cpu.realtimePeriod", $"is {cpu.RealtimePeriod}");
        CheckList("cpu.cpus", cpu.Cpus);
        CheckList("cpu.mems", cpu.Mems);
    }

    private static void CheckBlockIO(LinuxBlockIO io)
    {
        CheckWeight("blockIO.weight", io.Weight);
        CheckWeight("blockIO.leafWeight", io.LeafWeight);
        foreach (LinuxWeightDevice device in io.WeightDevice ?? [])
        {
            CheckWeight("blockIO.weightDevice", device.Weight);
            CheckWeight("blockIO.weightDevice", device.LeafWeight);
            Require(device.Weight is > 0 || device.LeafWeight is > 0, "blockIO.weightDevice", "has neither weight nor leafWeight");
            CheckDevice("blockIO.weightDevice", device.Major, device.Minor);
        }

        CheckRates("blockIO.throttleReadBpsDevice", io.ThrottleReadBpsDevice);
        CheckRates("blockIO.throttleWriteBpsDevice", io.ThrottleWriteBpsDevice);
        CheckRates("blockIO.throttleReadIOPSDevice", io.ThrottleReadIopsDevice);
        CheckRates("blockIO.throttleWriteIOPSDevice", io.ThrottleWriteIopsDevice);
    }

    private static void CheckRates(string property, List<LinuxThrottleDevice>? devices)
    {
        foreach (LinuxThrottleDevice device in devices ?? [])
        {
            CheckDevice(property, device.Major, device.Minor);
        }
    }

    // dev_t: 12 bits and 20 bits.
    private static void CheckDevice(string property, long major, long minor) =>
        Require(major is >= 0 and < 1 << 12 && minor is >= 0 and < 1 << 20, property, $"names the device {major}:{minor}, which cannot be");

    private static void CheckWeight(string property, ushort? weight) =>
        Require(weight is null or 0 or (>= 10 and <= 1000), property, $"is {weight}", "Use 10 to 1000.");

    private static void CheckList(string property, string? list) =>
        Require(string.IsNullOrEmpty(list) || NumberList.Parse(list) is not null, property, $"is '{list}'", "Use a list such as 0-3,7.");

    private static void CheckBytes(string property, long? value, long least) =>
        Require(value is null or -1 || value >= least, property, $"is {value}", "Use a number of bytes, or -1 for no limit.");

    private static void Require(bool condition, string property, string reason, string? remedy = null)
    {
        if (!condition)
        {
            throw ResourceWriter.Invalid(property, reason, remedy);
        }
    }
}
