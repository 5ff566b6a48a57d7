using PSContainer.Json;

namespace PSContainer.Oci;

/// <summary>Rules for the limits of a control group.</summary>
internal static class ResourceRules
{
    public static void Check(LinuxResources resources, string path)
    {
        ArgumentNullException.ThrowIfNull(resources);
        MemoryRules.Check(resources.Memory, $"{path}.memory");
        CpuRules.Check(resources.Cpu, $"{path}.cpu");
        AtLeastMinusOne(resources.Pids?.Limit, path, ".pids.limit");
        BlockIORules.Check(resources.BlockIO, $"{path}.blockIO");
        Devices(resources.Devices, $"{path}.devices");
        Hugepages(resources.HugepageLimits, $"{path}.hugepageLimits");
        Rdma(resources.Rdma, path);
        Unified(resources.Unified, path);
    }

    /// <summary>A limit: -1 for "unlimited", or not negative.</summary>
    public static void AtLeastMinusOne(long? limit, string path, string property)
    {
        if (limit < -1)
            throw SpecError.At("ResourceRange", path + property, $"is {limit}, and must be -1 (unlimited) or not negative");
    }

    private static void Devices(List<LinuxDeviceCgroup>? rules, string path)
    {
        for (int i = 0; i < (rules?.Count ?? 0); i++)
        {
            if (rules![i].Type == DeviceKind.Fifo)
                throw SpecError.At("DeviceType", $"{path}[{i}].type", "is p, which is for nodes; a rule is about a, c or b");
            if (rules[i].Major < -1 || rules[i].Minor < -1)
                throw SpecError.At("DeviceNumber", $"{path}[{i}]", "has a number below -1, which stands for any");
        }
    }

    private static void Hugepages(List<LinuxHugepageLimit>? limits, string path)
    {
        for (int i = 0; i < (limits?.Count ?? 0); i++)
        {
            string size = limits![i].PageSize;
            if (!IsPageSize(size))
                throw SpecError.At("HugepageSize", $"{path}[{i}].pageSize", $"is '{JsonText.Show(size)}', and a size looks like 2MB (KB, MB, GB)");
        }
    }

    private static bool IsPageSize(ReadOnlySpan<char> size) =>
        size is [not '0', .. var more, 'K' or 'M' or 'G', 'B'] && char.IsAsciiDigit(size[0]) && !more.ContainsAnyExceptInRange('0', '9');

    private static void Rdma(Dictionary<string, LinuxRdma>? devices, string path)
    {
        foreach ((string name, LinuxRdma limits) in devices ?? [])
        {
            if (limits.HcaHandles is null && limits.HcaObjects is null)
                throw SpecError.At("RdmaEmpty", $"{path}.rdma[\"{JsonText.Show(name)}\"]", "limits neither handles nor objects");
        }
    }

    // The key becomes the name of a file that is written to: it must be one in the group's own directory.
    private static void Unified(Dictionary<string, string>? files, string path)
    {
        foreach ((string name, string value) in files ?? [])
        {
            string where = $"{path}.unified[\"{JsonText.Show(name)}\"]";
            if (name is "" or "." or ".." || name.AsSpan().IndexOfAny('/', '\0') >= 0)
                throw SpecError.At("UnifiedName", where, "is no name of a file in the control group");
            TextRules.Check(value, where);
        }
    }
}
