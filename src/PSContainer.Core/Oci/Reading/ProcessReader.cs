using PSContainer.Json;

namespace PSContainer.Oci;

/// <summary>Reads a process, its user and its terminal.</summary>
internal static class ProcessReader
{
    public static ProcessSpec Process(ref JsonCursor json)
    {
        var process = new ProcessSpec();
        string? cwd = null;
        json.BeginObject();
        while (json.NextProperty(out ReadOnlySpan<byte> name))
        {
            if (name.SequenceEqual("cwd"u8))
                cwd = json.String();
            else if (name.SequenceEqual("args"u8))
                process.Args = json.Strings();
            else if (name.SequenceEqual("env"u8))
                process.Env = json.Strings();
            else if (name.SequenceEqual("user"u8))
                process.User = User(ref json);
            else if (name.SequenceEqual("terminal"u8))
                process.Terminal = json.Boolean();
            else if (name.SequenceEqual("consoleSize"u8))
                process.ConsoleSize = ConsoleSize(ref json);
            else if (!PrivilegesReader.Property(process, name, ref json) && !SchedulingReader.Property(process, name, ref json))
                json.Skip();
        }

        process.Cwd = json.Required(cwd, "cwd");
        return process;
    }

    private static UserSpec User(ref JsonCursor json)
    {
        var user = new UserSpec();
        json.BeginObject();
        while (json.NextProperty(out ReadOnlySpan<byte> name))
        {
            if (name.SequenceEqual("uid"u8))
                user.Uid = json.UInt32();
            else if (name.SequenceEqual("gid"u8))
                user.Gid = json.UInt32();
            else if (name.SequenceEqual("umask"u8))
                user.Umask = json.UInt32();
            else if (name.SequenceEqual("additionalGids"u8))
                user.AdditionalGids = json.UInt32s();
            else
                json.Skip();
        }

        return user;
    }

    private static ConsoleSize ConsoleSize(ref JsonCursor json)
    {
        ushort? height = null, width = null;
        json.BeginObject();
        while (json.NextProperty(out ReadOnlySpan<byte> name))
        {
            if (name.SequenceEqual("height"u8))
                height = json.UInt16();
            else if (name.SequenceEqual("width"u8))
                width = json.UInt16();
            else
                json.Skip();
        }

        return new ConsoleSize { Height = json.Required(height, "height"), Width = json.Required(width, "width") };
    }
}
