namespace PSContainer.Oci;

/// <summary>Rules for limits of block devices.</summary>
internal static class BlockIORules
{
    public static void Check(LinuxBlockIO? block, string path)
    {
        if (block is null)
            return;
        Weight(block.Weight, path, ".weight");
        Weight(block.LeafWeight, path, ".leafWeight");
        for (int i = 0; i < (block.WeightDevice?.Count ?? 0); i++)
        {
            LinuxWeightDevice device = block.WeightDevice![i];
            string where = $"{path}.weightDevice[{i}]";
            Number(device.Major, device.Minor, where);
            Weight(device.Weight, where, ".weight");
            Weight(device.LeafWeight, where, ".leafWeight");
        }

        Throttle(block.ThrottleReadBpsDevice, path, "throttleReadBpsDevice");
        Throttle(block.ThrottleWriteBpsDevice, path, "throttleWriteBpsDevice");
        Throttle(block.ThrottleReadIopsDevice, path, "throttleReadIOPSDevice");
        Throttle(block.ThrottleWriteIopsDevice, path, "throttleWriteIOPSDevice");
    }

    // 0 stands for "not given" with other runtimes.
    private static void Weight(ushort? weight, string path, string property)
    {
        if (weight is > 0 and < 10 or > 1000)
            throw SpecError.At("ResourceRange", path + property, $"is {weight}, and goes from 10 to 1000");
    }

    private static void Throttle(List<LinuxThrottleDevice>? devices, string path, string property)
    {
        for (int i = 0; i < (devices?.Count ?? 0); i++)
            Number(devices![i].Major, devices[i].Minor, $"{path}.{property}[{i}]");
    }

    private static void Number(long major, long minor, string path)
    {
        if (major < 0 || minor < 0)
            throw SpecError.At("DeviceNumber", path, $"is the device {major}:{minor}, and numbers are not negative");
    }
}
