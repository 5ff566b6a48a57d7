using PSContainer.Errors;
using PSContainer.Launch;
using PSContainer.Oci;

namespace PSContainer.Configuration;

/// <summary>
/// Reads mounts as users of Docker and Podman write them: <c>SOURCE:TARGET[:OPTIONS]</c>, or
/// <c>type=bind,source=…,target=…,ro</c>.
/// </summary>
internal static class MountParser
{
    private const string Remedy =
        "Write SOURCE:TARGET[:ro], or 'type=bind,source=DIR,target=DIR,ro', or 'type=tmpfs,target=DIR,size=64m'.";

    /// <param name="text">The mount.</param>
    /// <param name="resolve">Makes a path of the host absolute.</param>
    /// <exception cref="ContainerException"><c>Mount.Invalid</c></exception>
    public static MountSpec Parse(string text, Func<string, string> resolve)
    {
        bool isLong = text.StartsWith("type=", StringComparison.Ordinal) || text.Contains(",type=", StringComparison.Ordinal);
        MountSpec mount = isLong ? Long(text) : Short(text);
        if (mount.Destination.Length == 0 || !mount.Destination.StartsWith('/'))
        {
            throw Invalid(text, "its target has to be an absolute path in the container");
        }

        if (ContainerPath.Normalize(mount.Destination) == "/")
        {
            throw Invalid(text, "its target is the root itself, which -RootPath gives");
        }

        if (mount.Type == "bind")
        {
            mount.Source = mount.Source is { Length: > 0 } source ? resolve(source) : throw Invalid(text, "it has no source");
        }

        return mount;
    }

    private static MountSpec Short(string text)
    {
        string[] parts = text.Split(':');
        if (parts.Length is < 2 or > 3)
        {
            throw Invalid(text, "it has no target");
        }

        var mount = new MountSpec { Type = "bind", Source = parts[0], Destination = parts[1], Options = ["rbind"] };
        foreach (string option in parts.Length == 3 ? parts[2].Split(',') : [])
        {
            Option(mount, option, text);
        }

        return mount;
    }

    private static MountSpec Long(string text)
    {
        var mount = new MountSpec { Options = [] };
        foreach (string field in text.Split(','))
        {
            int equals = field.IndexOf('=');
            Field(mount, equals < 0 ? field : field[..equals], equals < 0 ? null : field[(equals + 1)..], text);
        }

        switch (mount.Type)
        {
            case "bind": mount.Options.Insert(0, "rbind"); break;
            case "tmpfs": mount.Source = "tmpfs"; mount.Options.InsertRange(0, ["nosuid", "nodev"]); break;
            default: throw Invalid(text, $"its type '{mount.Type}' is neither bind nor tmpfs");
        }

        return mount;
    }

    private static void Field(MountSpec mount, string name, string? value, string text)
    {
        switch (name)
        {
            case "type" when value is not null: mount.Type = value; break;
            case "source" or "src" when value is not null: mount.Source = value; break;
            case "target" or "destination" or "dst" when value is not null: mount.Destination = value; break;
            case "size" or "tmpfs-size" when value is not null: mount.Options!.Add("size=" + value); break;
            case "mode" or "tmpfs-mode" when value is not null: mount.Options!.Add("mode=" + value); break;
            case "readonly" or "ro" when value is null or "true": Option(mount, "ro", text); break;
            case "readonly" or "ro" when value is "false": Option(mount, "rw", text); break;
            case "bind-propagation" when value is not null: Option(mount, value, text); break;
            default: Option(mount, value is null ? name : $"{name}={value}", text); break;
        }
    }

    // Read-only means all of it: a file system mounted below the source is no way round it.
    private static void Option(MountSpec mount, string option, string text)
    {
        string known = option switch
        {
            "ro" => mount.Type == "tmpfs" ? "ro" : "rro",
            "rw" or "nosuid" or "suid" or "nodev" or "dev" or "noexec" or "exec" or "private" or "rprivate" or "slave" or "rslave"
                or "shared" or "rshared" or "rbind" or "bind" or "rro" or "noatime" or "relatime" or "nosymfollow" => option,
            _ => throw Invalid(text, $"its option '{option}' is unknown"),
        };
        mount.Options!.Add(known);
    }

    private static ContainerException Invalid(string text, string problem) => new(
        "Mount.Invalid", ErrorKind.InvalidArgument, $"'{text}' is no mount: {problem}.", text, Remedy);
}
