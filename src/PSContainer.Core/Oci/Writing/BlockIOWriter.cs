using System.Text.Json;
using PSContainer.Json;

namespace PSContainer.Oci;

/// <summary>Writes the limits of block devices.</summary>
internal static class BlockIOWriter
{
    public static void BlockIO(Utf8JsonWriter json, LinuxBlockIO block)
    {
        json.WriteStartObject();
        json.Optional("weight"u8, block.Weight);
        json.Optional("leafWeight"u8, block.LeafWeight);
        json.Optional("weightDevice"u8, block.WeightDevice, Weight);
        json.Optional("throttleReadBpsDevice"u8, block.ThrottleReadBpsDevice, Throttle);
        json.Optional("throttleWriteBpsDevice"u8, block.ThrottleWriteBpsDevice, Throttle);
        json.Optional("throttleReadIOPSDevice"u8, block.ThrottleReadIopsDevice, Throttle);
        json.Optional("throttleWriteIOPSDevice"u8, block.ThrottleWriteIopsDevice, Throttle);
        json.WriteEndObject();
    }

    private static void Weight(Utf8JsonWriter json, LinuxWeightDevice device)
    {
        json.WriteStartObject();
        json.WriteNumber("major"u8, device.Major);
        json.WriteNumber("minor"u8, device.Minor);
        json.Optional("weight"u8, device.Weight);
        json.Optional("leafWeight"u8, device.LeafWeight);
        json.WriteEndObject();
    }

    private static void Throttle(Utf8JsonWriter json, LinuxThrottleDevice device)
    {
        json.WriteStartObject();
        json.WriteNumber("major"u8, device.Major);
        json.WriteNumber("minor"u8, device.Minor);
        json.WriteNumber("rate"u8, device.Rate);
        json.WriteEndObject();
    }
}
