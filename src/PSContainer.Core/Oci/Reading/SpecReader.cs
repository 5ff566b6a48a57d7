using PSContainer.Json;

namespace PSContainer.Oci;

/// <summary>Reads the configuration's outer object, its root and its mounts.</summary>
internal static class SpecReader
{
    public static RuntimeSpec Spec(ref JsonCursor json)
    {
        var spec = new RuntimeSpec();
        string? version = null;
        json.BeginObject();
        while (json.NextProperty(out ReadOnlySpan<byte> name))
        {
            if (name.SequenceEqual("ociVersion"u8))
                version = Version(ref json);
            else if (name.SequenceEqual("process"u8))
                spec.Process = ProcessReader.Process(ref json);
            else if (name.SequenceEqual("root"u8))
                spec.Root = Root(ref json);
            else if (name.SequenceEqual("hostname"u8))
                spec.Hostname = json.String();
            else if (name.SequenceEqual("domainname"u8))
                spec.Domainname = json.String();
            else if (name.SequenceEqual("mounts"u8))
                spec.Mounts = json.List(Mount);
            else if (name.SequenceEqual("hooks"u8))
                spec.Hooks = HooksReader.Hooks(ref json);
            else if (name.SequenceEqual("annotations"u8))
                spec.Annotations = json.Map();
            else if (name.SequenceEqual("linux"u8))
                spec.Linux = LinuxReader.Linux(ref json);
            else
                json.Skip();
        }

        spec.OciVersion = json.Required(version, "ociVersion");
        return spec;
    }

    private static string Version(ref JsonCursor json)
    {
        string version = json.String();
        return OciVersions.IsSupported(version) ? version : throw json.Invalid("version 1.x of the OCI runtime specification");
    }

    private static RootSpec Root(ref JsonCursor json)
    {
        var root = new RootSpec();
        string? path = null;
        json.BeginObject();
        while (json.NextProperty(out ReadOnlySpan<byte> name))
        {
            if (name.SequenceEqual("path"u8))
                path = json.String();
            else if (name.SequenceEqual("readonly"u8))
                root.Readonly = json.Boolean();
            else
                json.Skip();
        }

        root.Path = json.Required(path, "path");
        return root;
    }

    private static MountSpec Mount(ref JsonCursor json)
    {
        var mount = new MountSpec();
        string? destination = null;
        json.BeginObject();
        while (json.NextProperty(out ReadOnlySpan<byte> name))
        {
            if (name.SequenceEqual("destination"u8))
                destination = json.String();
            else if (name.SequenceEqual("type"u8))
                mount.Type = json.String();
            else if (name.SequenceEqual("source"u8))
                mount.Source = json.String();
            else if (name.SequenceEqual("options"u8))
                mount.Options = json.Strings();
            else if (name.SequenceEqual("uidMappings"u8))
                mount.UidMappings = json.List(LinuxReader.IdMapping);
            else if (name.SequenceEqual("gidMappings"u8))
                mount.GidMappings = json.List(LinuxReader.IdMapping);
            else
                json.Skip();
        }

        mount.Destination = json.Required(destination, "destination");
        return mount;
    }
}
