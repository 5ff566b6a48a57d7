using PSContainer.Json;

namespace PSContainer.Oci;

/// <summary>Reads the limits of block devices.</summary>
internal static class BlockIOReader
{
    public static LinuxBlockIO BlockIO(ref JsonCursor json)
    {
        var block = new LinuxBlockIO();
        json.BeginObject();
        while (json.NextProperty(out ReadOnlySpan<byte> name))
        {
            if (name.SequenceEqual("weight"u8))
                block.Weight = json.UInt16();
            else if (name.SequenceEqual("leafWeight"u8))
                block.LeafWeight = json.UInt16();
            else if (name.SequenceEqual("weightDevice"u8))
                block.WeightDevice = json.List(Weight);
            else if (name.SequenceEqual("throttleReadBpsDevice"u8))
                block.ThrottleReadBpsDevice = json.List(Throttle);
            else if (name.SequenceEqual("throttleWriteBpsDevice"u8))
                block.ThrottleWriteBpsDevice = json.List(Throttle);
            else if (name.SequenceEqual("throttleReadIOPSDevice"u8))
                block.ThrottleReadIopsDevice = json.List(Throttle);
            else if (name.SequenceEqual("throttleWriteIOPSDevice"u8))
                block.ThrottleWriteIopsDevice = json.List(Throttle);
            else
                json.Skip();
        }

        return block;
    }

    private static LinuxWeightDevice Weight(ref JsonCursor json)
    {
        var device = new LinuxWeightDevice();
        long? major = null, minor = null;
        json.BeginObject();
        while (json.NextProperty(out ReadOnlySpan<byte> name))
        {
            if (name.SequenceEqual("major"u8))
                major = json.Int64();
            else if (name.SequenceEqual("minor"u8))
                minor = json.Int64();
            else if (name.SequenceEqual("weight"u8))
                device.Weight = json.UInt16();
            else if (name.SequenceEqual("leafWeight"u8))
                device.LeafWeight = json.UInt16();
            else
                json.Skip();
        }

        device.Major = json.Required(major, "major");
        device.Minor = json.Required(minor, "minor");
        return device;
    }

    private static LinuxThrottleDevice Throttle(ref JsonCursor json)
    {
        long? major = null, minor = null;
        ulong? rate = null;
        json.BeginObject();
        while (json.NextProperty(out ReadOnlySpan<byte> name))
        {
            if (name.SequenceEqual("major"u8))
                major = json.Int64();
            else if (name.SequenceEqual("minor"u8))
                minor = json.Int64();
            else if (name.SequenceEqual("rate"u8))
                rate = json.UInt64();
            else
                json.Skip();
        }

        return new LinuxThrottleDevice
        {
            Major = json.Required(major, "major"),
            Minor = json.Required(minor, "minor"),
            Rate = json.Required(rate, "rate"),
        };
    }
}
