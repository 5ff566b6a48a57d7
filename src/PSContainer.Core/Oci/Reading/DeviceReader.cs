using PSContainer.Json;

namespace PSContainer.Oci;

/// <summary>Reads device nodes and the rules about devices.</summary>
internal static class DeviceReader
{
    public static LinuxDevice Node(ref JsonCursor json)
    {
        var device = new LinuxDevice();
        string? path = null;
        int? type = null;
        long? major = null, minor = null;
        json.BeginObject();
        while (json.NextProperty(out ReadOnlySpan<byte> name))
        {
            if (name.SequenceEqual("path"u8))
                path = json.String();
            else if (name.SequenceEqual("type"u8))
                type = json.Word(Words.Devices);
            else if (name.SequenceEqual("major"u8))
                major = json.Int64();
            else if (name.SequenceEqual("minor"u8))
                minor = json.Int64();
            else if (name.SequenceEqual("fileMode"u8))
                device.FileMode = json.UInt32();
            else if (name.SequenceEqual("uid"u8))
                device.Uid = json.UInt32();
            else if (name.SequenceEqual("gid"u8))
                device.Gid = json.UInt32();
            else
                json.Skip();
        }

        device.Path = json.Required(path, "path");
        device.Type = (DeviceKind)json.Required(type, "type");
        device.Major = device.Type == DeviceKind.Fifo ? major ?? 0 : json.Required(major, "major");
        device.Minor = device.Type == DeviceKind.Fifo ? minor ?? 0 : json.Required(minor, "minor");
        return device;
    }

    public static LinuxDeviceCgroup Rule(ref JsonCursor json)
    {
        var rule = new LinuxDeviceCgroup();
        bool? allow = null;
        json.BeginObject();
        while (json.NextProperty(out ReadOnlySpan<byte> name))
        {
            if (name.SequenceEqual("allow"u8))
                allow = json.Boolean();
            else if (name.SequenceEqual("type"u8))
                rule.Type = (DeviceKind)json.Word(Words.Devices);
            else if (name.SequenceEqual("major"u8))
                rule.Major = json.Int64();
            else if (name.SequenceEqual("minor"u8))
                rule.Minor = json.Int64();
            else if (name.SequenceEqual("access"u8))
                rule.Access = Access(ref json);
            else
                json.Skip();
        }

        rule.Allow = json.Required(allow, "allow");
        return rule;
    }

    private static DeviceAccess Access(ref JsonCursor json)
    {
        DeviceAccess access = DeviceAccess.None;
        foreach (char letter in json.String())
        {
            access |= letter switch
            {
                'r' => DeviceAccess.Read,
                'w' => DeviceAccess.Write,
                'm' => DeviceAccess.Mknod,
                _ => throw json.Invalid("made of r, w and m"),
            };
        }

        return access;
    }
}
