namespace PSContainer.Oci;

/// <summary>Rules for device nodes.</summary>
internal static class DeviceRules
{
    // MINORBITS of linux/kdev_t.h is 20 of 32.
    private const long MaxMajor = 0xFFF;
    private const long MaxMinor = 0xFFFFF;

    public static void Check(List<LinuxDevice>? devices)
    {
        for (int i = 0; i < (devices?.Count ?? 0); i++)
            Check(devices![i], $"$.linux.devices[{i}]");
    }

    private static void Check(LinuxDevice device, string path)
    {
        if (TextRules.AbsoluteProblem(device.Path) is { } problem)
            throw SpecError.At("DevicePath", $"{path}.path", problem);
        if (device.Type == DeviceKind.All)
            throw SpecError.At("DeviceType", $"{path}.type", "is a, which is for rules; a node is c, b, u or p");
        if (device.Major is < 0 or > MaxMajor)
            throw SpecError.At("DeviceNumber", $"{path}.major", $"is {device.Major}, and goes from 0 to {MaxMajor}");
        if (device.Minor is < 0 or > MaxMinor)
            throw SpecError.At("DeviceNumber", $"{path}.minor", $"is {device.Minor}, and goes from 0 to {MaxMinor}");
        if (device.Uid == uint.MaxValue || device.Gid == uint.MaxValue)
            throw SpecError.At("UserInvalid", path, $"belongs to {uint.MaxValue}, which stands for no user or group");
    }
}
