using PSContainer.Errors;
using PSContainer.Oci;

namespace PSContainer.Cgroups;

/// <summary>Limits of block devices in version 1.</summary>
internal static class LegacyBlockIOResources
{
    public static void Apply(CgroupDirectory group, LinuxBlockIO io)
    {
        ApplyWeight(group, "blockIO.weight", "weight", "", io.Weight);
        ApplyWeight(group, "blockIO.leafWeight", "leaf_weight", "", io.LeafWeight);
        foreach (LinuxWeightDevice device in io.WeightDevice ?? [])
        {
            string number = $"{device.Major}:{device.Minor} ";
            ApplyWeight(group, "blockIO.weightDevice", "weight_device", number, device.Weight);
            ApplyWeight(group, "blockIO.weightDevice", "leaf_weight_device", number, device.LeafWeight);
        }

        ApplyRates(group, "blockIO.throttleReadBpsDevice", "read_bps", io.ThrottleReadBpsDevice);
        ApplyRates(group, "blockIO.throttleWriteBpsDevice", "write_bps", io.ThrottleWriteBpsDevice);
        ApplyRates(group, "blockIO.throttleReadIOPSDevice", "read_iops", io.ThrottleReadIopsDevice);
        ApplyRates(group, "blockIO.throttleWriteIOPSDevice", "write_iops", io.ThrottleWriteIopsDevice);
    }

    // CFQ's files went with Linux 5.0; BFQ has the like under a name of its own.
    private static void ApplyWeight(CgroupDirectory group, string property, string name, string device, ushort? weight)
    {
        if (weight is not > 0)
        {
            return;
        }

        int result = group.Write("blkio." + name, device + weight);
        if (result == -Errno.ENOENT)
        {
            ResourceWriter.Set(group, property, "blkio.bfq." + name, device + weight);
        }
        else if (result < 0)
        {
            throw ResourceWriter.Failure(group, property, "blkio." + name, device + weight, -result);
        }
    }

    private static void ApplyRates(CgroupDirectory group, string property, string name, List<LinuxThrottleDevice>? devices)
    {
        foreach (LinuxThrottleDevice device in devices ?? [])
        {
            ResourceWriter.Set(group, property, $"blkio.throttle.{name}_device", $"{device.Major}:{device.Minor} {device.Rate}");
        }
    }
}
