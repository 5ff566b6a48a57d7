using PSContainer.Json;

namespace PSContainer.Oci;

/// <summary>Reads the configuration's Linux part, its namespaces and their maps.</summary>
internal static class LinuxReader
{
    public static LinuxSpec Linux(ref JsonCursor json)
    {
        var linux = new LinuxSpec();
        json.BeginObject();
        while (json.NextProperty(out ReadOnlySpan<byte> name))
        {
            if (name.SequenceEqual("namespaces"u8))
                linux.Namespaces = json.List(Namespace);
            else if (name.SequenceEqual("uidMappings"u8))
                linux.UidMappings = json.List(IdMapping);
            else if (name.SequenceEqual("gidMappings"u8))
                linux.GidMappings = json.List(IdMapping);
            else if (name.SequenceEqual("timeOffsets"u8))
                linux.TimeOffsets = TimeReader.Offsets(ref json);
            else if (name.SequenceEqual("cgroupsPath"u8))
                linux.CgroupsPath = json.String();
            else if (name.SequenceEqual("resources"u8))
                linux.Resources = ResourcesReader.Resources(ref json);
            else if (name.SequenceEqual("seccomp"u8))
                linux.Seccomp = SeccompReader.Seccomp(ref json);
            else if (name.SequenceEqual("sysctl"u8))
                linux.Sysctl = json.Map();
            else if (!FileSystem(linux, name, ref json) && !MachineReader.Property(linux, name, ref json))
                json.Skip();
        }

        return linux;
    }

    private static bool FileSystem(LinuxSpec linux, ReadOnlySpan<byte> name, ref JsonCursor json)
    {
        if (name.SequenceEqual("devices"u8))
            linux.Devices = json.List(DeviceReader.Node);
        else if (name.SequenceEqual("rootfsPropagation"u8))
            linux.RootfsPropagation = (RootfsPropagation)json.Word(Words.Propagations);
        else if (name.SequenceEqual("maskedPaths"u8))
            linux.MaskedPaths = json.Strings();
        else if (name.SequenceEqual("readonlyPaths"u8))
            linux.ReadonlyPaths = json.Strings();
        else if (name.SequenceEqual("mountLabel"u8))
            linux.MountLabel = json.String();
        else
            return false;
        return true;
    }

    private static LinuxNamespace Namespace(ref JsonCursor json)
    {
        int? type = null;
        string? path = null;
        json.BeginObject();
        while (json.NextProperty(out ReadOnlySpan<byte> name))
        {
            if (name.SequenceEqual("type"u8))
                type = json.Word(Words.Namespaces);
            else if (name.SequenceEqual("path"u8))
                path = json.String();
            else
                json.Skip();
        }

        return new LinuxNamespace { Type = (NamespaceKind)json.Required(type, "type"), Path = path is "" ? null : path };
    }

    public static LinuxIdMapping IdMapping(ref JsonCursor json)
    {
        uint? inside = null, outside = null, size = null;
        json.BeginObject();
        while (json.NextProperty(out ReadOnlySpan<byte> name))
        {
            if (name.SequenceEqual("containerID"u8))
                inside = json.UInt32();
            else if (name.SequenceEqual("hostID"u8))
                outside = json.UInt32();
            else if (name.SequenceEqual("size"u8))
                size = json.UInt32();
            else
                json.Skip();
        }

        return new LinuxIdMapping
        {
            ContainerId = json.Required(inside, "containerID"),
            HostId = json.Required(outside, "hostID"),
            Size = json.Required(size, "size"),
        };
    }
}
