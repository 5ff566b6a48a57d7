using System.Text.Json;
using PSContainer.Json;

namespace PSContainer.Oci;

/// <summary>Writes the configuration's outer object, its root, mounts and hooks.</summary>
internal static class SpecWriter
{
    public static void Spec(Utf8JsonWriter json, RuntimeSpec spec)
    {
        json.WriteStartObject();
        json.WriteString("ociVersion"u8, spec.OciVersion);
        json.Optional("process"u8, spec.Process, ProcessWriter.Process);
        json.Optional("root"u8, spec.Root, Root);
        json.Optional("hostname"u8, spec.Hostname);
        json.Optional("domainname"u8, spec.Domainname);
        json.Optional("mounts"u8, spec.Mounts, Mount);
        json.Optional("hooks"u8, spec.Hooks, Hooks);
        json.Optional("annotations"u8, spec.Annotations);
        json.Optional("linux"u8, spec.Linux, LinuxWriter.Linux);
        json.WriteEndObject();
    }

    private static void Root(Utf8JsonWriter json, RootSpec root)
    {
        json.WriteStartObject();
        json.WriteString("path"u8, root.Path);
        json.WhenTrue("readonly"u8, root.Readonly);
        json.WriteEndObject();
    }

    private static void Mount(Utf8JsonWriter json, MountSpec mount)
    {
        json.WriteStartObject();
        json.WriteString("destination"u8, mount.Destination);
        json.Optional("type"u8, mount.Type);
        json.Optional("source"u8, mount.Source);
        json.Optional("options"u8, mount.Options);
        json.Optional("uidMappings"u8, mount.UidMappings, LinuxWriter.IdMapping);
        json.Optional("gidMappings"u8, mount.GidMappings, LinuxWriter.IdMapping);
        json.WriteEndObject();
    }

    private static void Hooks(Utf8JsonWriter json, HooksSpec hooks)
    {
        json.WriteStartObject();
        json.Optional("prestart"u8, hooks.Prestart, Hook);
        json.Optional("createRuntime"u8, hooks.CreateRuntime, Hook);
        json.Optional("createContainer"u8, hooks.CreateContainer, Hook);
        json.Optional("startContainer"u8, hooks.StartContainer, Hook);
        json.Optional("poststart"u8, hooks.Poststart, Hook);
        json.Optional("poststop"u8, hooks.Poststop, Hook);
        json.WriteEndObject();
    }

    private static void Hook(Utf8JsonWriter json, HookSpec hook)
    {
        json.WriteStartObject();
        json.WriteString("path"u8, hook.Path);
        json.Optional("args"u8, hook.Args);
        json.Optional("env"u8, hook.Env);
        json.Optional("timeout"u8, hook.Timeout);
        json.WriteEndObject();
    }
}
