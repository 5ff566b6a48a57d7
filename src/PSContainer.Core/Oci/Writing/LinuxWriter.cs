using System.Text.Json;
using PSContainer.Json;

namespace PSContainer.Oci;

/// <summary>Writes the configuration's Linux part.</summary>
internal static class LinuxWriter
{
    public static void Linux(Utf8JsonWriter json, LinuxSpec linux)
    {
        json.WriteStartObject();
        json.Optional("namespaces"u8, linux.Namespaces, Namespace);
        json.Optional("uidMappings"u8, linux.UidMappings, IdMapping);
        json.Optional("gidMappings"u8, linux.GidMappings, IdMapping);
        json.Optional("timeOffsets"u8, linux.TimeOffsets, TimeOffsets);
        json.Optional("devices"u8, linux.Devices, Device);
        json.Optional("netDevices"u8, linux.NetDevices, MachineWriter.NetDevice);
        json.Optional("cgroupsPath"u8, linux.CgroupsPath);
        json.Optional("resources"u8, linux.Resources, ResourcesWriter.Resources);
        json.Optional("rootfsPropagation"u8, linux.RootfsPropagation is { } mode ? Words.Propagations[(int)mode] : null);
        json.Optional("seccomp"u8, linux.Seccomp, SeccompWriter.Seccomp);
        json.Optional("sysctl"u8, linux.Sysctl);
        json.Optional("maskedPaths"u8, linux.MaskedPaths);
        json.Optional("readonlyPaths"u8, linux.ReadonlyPaths);
        json.Optional("mountLabel"u8, linux.MountLabel);
        json.Optional("intelRdt"u8, linux.IntelRdt, MachineWriter.IntelRdt);
        json.Optional("memoryPolicy"u8, linux.MemoryPolicy, MachineWriter.MemoryPolicy);
        json.Optional("personality"u8, linux.Personality, MachineWriter.Personality);
        json.WriteEndObject();
    }

    public static void IdMapping(Utf8JsonWriter json, LinuxIdMapping mapping)
    {
        json.WriteStartObject();
        json.WriteNumber("containerID"u8, mapping.ContainerId);
        json.WriteNumber("hostID"u8, mapping.HostId);
        json.WriteNumber("size"u8, mapping.Size);
        json.WriteEndObject();
    }

    private static void Namespace(Utf8JsonWriter json, LinuxNamespace space)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, Words.Namespaces[(int)space.Type]);
        json.Optional("path"u8, space.Path);
        json.WriteEndObject();
    }

    private static void TimeOffsets(Utf8JsonWriter json, LinuxTimeOffsets offsets)
    {
        json.WriteStartObject();
        json.Optional("boottime"u8, offsets.Boottime, TimeOffset);
        json.Optional("monotonic"u8, offsets.Monotonic, TimeOffset);
        json.WriteEndObject();
    }

    private static void TimeOffset(Utf8JsonWriter json, LinuxTimeOffset offset)
    {
        json.WriteStartObject();
        json.WriteNumber("secs"u8, offset.Secs);
        json.WriteNumber("nanosecs"u8, offset.Nanosecs);
        json.WriteEndObject();
    }

    private static void Device(Utf8JsonWriter json, LinuxDevice device)
    {
        json.WriteStartObject();
        json.WriteString("path"u8, device.Path);
        json.WriteString("type"u8, Words.Devices[(int)device.Type]);
        json.WriteNumber("major"u8, device.Major);
        json.WriteNumber("minor"u8, device.Minor);
        json.Optional("fileMode"u8, device.FileMode);
        json.Optional("uid"u8, device.Uid);
        json.Optional("gid"u8, device.Gid);
        json.WriteEndObject();
    }
}
