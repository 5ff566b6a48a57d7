using PSContainer.Oci;

namespace PSContainer.Cgroups;

/// <summary>
/// The limits that systemd has properties for. It has to know them: what it does not know, it takes away when it writes a unit's
/// group anew. The values are those that are written to the group, so that both agree.
/// </summary>
internal static class UnitLimits
{
    private const ulong Second = 1_000_000;

    /// <param name="resources">What is asked; what is null stays as it is.</param>
    /// <param name="memoryLimit">The limit that holds where none is asked, or null.</param>
    public static List<UnitProperty> Of(LinuxResources resources, long? memoryLimit)
    {
        var properties = new List<UnitProperty>();
        AddMemory(properties, resources.Memory, memoryLimit);
        AddCpu(properties, resources.Cpu);
        Add(properties, "TasksMax", resources.Pids?.Limit is { } limit ? limit <= 0 ? -1 : limit : null);
        foreach ((string file, string value) in resources.Unified ?? [])
        {
            AddFile(properties, file, value);
        }

        return properties;
    }

    private static void AddMemory(List<UnitProperty> properties, LinuxMemory? memory, long? current)
    {
        Add(properties, "MemoryMax", memory?.Limit);
        Add(properties, "MemoryLow", memory?.Reservation);
        // The spec counts memory and swap together, systemd counts swap alone.
        long? limit = memory?.Limit ?? current, swap = memory?.Swap ?? (memory?.Limit == -1 ? -1 : null);
        Add(properties, "MemorySwapMax", swap > 0 && limit > 0 ? swap >= limit ? swap - limit : null : swap);
    }

    private static void AddCpu(List<UnitProperty> properties, LinuxCpu? cpu)
    {
        if (cpu?.Shares is > 0 and { } shares && cpu.Idle is null or 0)
        {
            Add(properties, "CPUWeight", CpuResources.WeightOf(shares));
        }

        if (cpu?.Quota is < 0)
        {
            Add(properties, "CPUQuotaPerSecUSec", -1);
        }
        else if (cpu is { Quota: > 0, Period: > 0 })
        {
            AddQuota(properties, (ulong)cpu.Quota.Value, cpu.Period.Value);
        }

        AddMask(properties, "AllowedCPUs", cpu?.Cpus);
        AddMask(properties, "AllowedMemoryNodes", cpu?.Mems);
    }

    // Rounded up, so that systemd, which rounds down, comes to the same quota again.
    private static void AddQuota(List<UnitProperty> properties, ulong quota, ulong period)
    {
        UInt128 perSecond = (((UInt128)quota * Second) + period - 1) / period;
        properties.Add(UnitProperty.Number("CPUQuotaPerSecUSec", perSecond < UnitProperty.Infinity ? (ulong)perSecond : UnitProperty.Infinity));
        properties.Add(UnitProperty.Number("CPUQuotaPeriodUSec", period));
    }

    // What is malformed the kernel refuses when it is written to the group.
    private static void AddFile(List<UnitProperty> properties, string file, string value)
    {
        string text = value.Trim();
        string? name = file switch
        {
            "memory.max" => "MemoryMax",
            "memory.high" => "MemoryHigh",
            "memory.low" => "MemoryLow",
            "memory.min" => "MemoryMin",
            "memory.swap.max" => "MemorySwapMax",
            "pids.max" => "TasksMax",
            "cpu.weight" => "CPUWeight",
            _ => null,
        };
        if (name is not null && (text == "max" || long.TryParse(text, out _)))
        {
            Set(properties, UnitProperty.Number(name, text == "max" ? UnitProperty.Infinity : (ulong)long.Parse(text)));
        }
        else if (file is "cpuset.cpus" or "cpuset.mems")
        {
            AddMask(properties, file == "cpuset.cpus" ? "AllowedCPUs" : "AllowedMemoryNodes", text);
        }
        else if (file == "cpu.max" && text.Split(' ') is [var quota, var period] && ulong.TryParse(quota, out ulong time) && ulong.TryParse(period, out ulong of) && of > 0)
        {
            AddQuota(properties, time, of);
        }
    }

    // A bit for each number, the lowest first.
    private static void AddMask(List<UnitProperty> properties, string name, string? list)
    {
        if (string.IsNullOrEmpty(list) || NumberList.Parse(list) is not { } numbers)
        {
            return;
        }

        byte[] mask = new byte[(numbers.Max() / 8) + 1];
        foreach (int number in numbers)
        {
            mask[number / 8] |= (byte)(1 << (number % 8));
        }

        Set(properties, new UnitProperty(name, "ay", mask));
    }

    private static void Add(List<UnitProperty> properties, string name, long? value)
    {
        if (value is { } number)
        {
            Set(properties, UnitProperty.Number(name, number < 0 ? UnitProperty.Infinity : (ulong)number));
        }
    }

    // The files of the unified map go over what was said before.
    private static void Set(List<UnitProperty> properties, UnitProperty property)
    {
        properties.RemoveAll(other => other.Name == property.Name);
        properties.Add(property);
    }
}
