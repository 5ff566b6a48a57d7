using PSContainer.Errors;
using PSContainer.Oci;

namespace PSContainer.Cgroups;

/// <summary>Limits of block devices in version 2; <see cref="LegacyBlockIOResources"/> has those of version 1.</summary>
internal static class BlockIOResources
{
    public static void Apply(CgroupDirectory group, LinuxBlockIO io)
    {
        if (!group.IsUnified)
        {
            LegacyBlockIOResources.Apply(group, io);
            return;
        }

        RefuseLeafWeights(io);
        ApplyWeight(group, "blockIO.weight", "", io.Weight);
        foreach (LinuxWeightDevice device in io.WeightDevice ?? [])
        {
            ApplyWeight(group, "blockIO.weightDevice", $"{device.Major}:{device.Minor} ", device.Weight);
        }

        ApplyRates(group, "blockIO.throttleReadBpsDevice", "rbps", io.ThrottleReadBpsDevice);
        ApplyRates(group, "blockIO.throttleWriteBpsDevice", "wbps", io.ThrottleWriteBpsDevice);
        ApplyRates(group, "blockIO.throttleReadIOPSDevice", "riops", io.ThrottleReadIopsDevice);
        ApplyRates(group, "blockIO.throttleWriteIOPSDevice", "wiops", io.ThrottleWriteIopsDevice);
    }

    /// <summary>A weight of the spec (10 to 1,000) as one of version 2 (1 to 10,000), as other runtimes convert it.</summary>
    public static int WeightOf(ushort weight) => 1 + ((weight - 10) * 9999 / 990);

    private static void RefuseLeafWeights(LinuxBlockIO io)
    {
        bool any = io.LeafWeight is > 0;
        foreach (LinuxWeightDevice device in io.WeightDevice ?? [])
        {
            any |= device.LeafWeight is > 0;
        }

        if (any)
        {
            throw ResourceWriter.NotSupported("blockIO.leafWeight", "version 2 of cgroups has no such setting");
        }
    }

    // The BFQ scheduler has a file of its own, with the spec's range.
    private static void ApplyWeight(CgroupDirectory group, string property, string device, ushort? weight)
    {
        if (weight is not > 0)
        {
            return;
        }

        int result = group.Write("io.bfq.weight", device + weight);
        if (result == -Errno.ENOENT)
        {
            ResourceWriter.Set(group, property, "io.weight", device + WeightOf(weight.Value));
        }
        else if (result < 0)
        {
            throw ResourceWriter.Failure(group, property, "io.bfq.weight", device + weight, -result);
        }
    }

    private static void ApplyRates(CgroupDirectory group, string property, string key, List<LinuxThrottleDevice>? devices)
    {
        foreach (LinuxThrottleDevice device in devices ?? [])
        {
            string rate = device.Rate == 0 ? "max" : $"{device.Rate}";
            ResourceWriter.Set(group, property, "io.max", $"{device.Major}:{device.Minor} {key}={rate}");
        }
    }
}
