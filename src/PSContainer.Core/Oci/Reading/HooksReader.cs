using PSContainer.Json;

namespace PSContainer.Oci;

/// <summary>Reads hooks.</summary>
internal static class HooksReader
{
    public static HooksSpec Hooks(ref JsonCursor json)
    {
        var hooks = new HooksSpec();
        json.BeginObject();
        while (json.NextProperty(out ReadOnlySpan<byte> name))
        {
            if (name.SequenceEqual("prestart"u8))
                hooks.Prestart = json.List(Hook);
            else if (name.SequenceEqual("createRuntime"u8))
                hooks.CreateRuntime = json.List(Hook);
            else if (name.SequenceEqual("createContainer"u8))
                hooks.CreateContainer = json.List(Hook);
            else if (name.SequenceEqual("startContainer"u8))
                hooks.StartContainer = json.List(Hook);
            else if (name.SequenceEqual("poststart"u8))
                hooks.Poststart = json.List(Hook);
            else if (name.SequenceEqual("poststop"u8))
                hooks.Poststop = json.List(Hook);
            else
                json.Skip();
        }

        return hooks;
    }

    private static HookSpec Hook(ref JsonCursor json)
    {
        var hook = new HookSpec();
        string? path = null;
        json.BeginObject();
        while (json.NextProperty(out ReadOnlySpan<byte> name))
        {
            if (name.SequenceEqual("path"u8))
                path = json.String();
            else if (name.SequenceEqual("args"u8))
                hook.Args = json.Strings();
            else if (name.SequenceEqual("env"u8))
                hook.Env = json.Strings();
            else if (name.SequenceEqual("timeout"u8))
                hook.Timeout = json.Int32();
            else
                json.Skip();
        }

        hook.Path = json.Required(path, "path");
        return hook;
    }
}
