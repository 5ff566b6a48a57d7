using PSContainer.Errors;
using PSContainer.Oci;

namespace PSContainer.Configuration;

/// <summary>
/// Reads mounts as users of Docker and Podman write them: <c>SOURCE:TARGET[:OPTIONS]</c>, where a source without a slash is a volume, or
/// <c>type=bind,source=…,target=…,ro</c>.
/// </summary>
internal static class MountParser
{
    /// <param name="text">The mount.</param>
    /// <param name="resolve">Makes a path of the host absolute.</param>
    /// <exception cref="ContainerException"><c>Mount.Invalid</c></exception>
    public static MountSpec Parse(string text, Func<string, string> resolve)
    {
        bool isLong = text.StartsWith("type=", StringComparison.Ordinal) || text.Contains(",type=", StringComparison.Ordinal);
        return MountBuilder.Build(isLong ? Long(text) : Short(text), text, resolve);
    }

    private static MountFields Short(string text)
    {
        string[] parts = text.Split(':');
        if (parts.Length is < 2 or > 3)
        {
            throw MountBuilder.Invalid(text, "it has no target");
        }

        string type = IsName(parts[0]) ? MountTypes.Volume : MountTypes.Bind;
        return new MountFields { Type = type, Source = parts[0], Target = parts[1], Options = parts.Length == 3 ? [.. parts[2].Split(',')] : [] };
    }

    // A path has a slash, or begins as one: ./data, ~/data. What has not is the name of a volume.
    private static bool IsName(string source) => source.Length > 0 && !source.Contains('/') && source[0] is not ('.' or '~');

    private static MountFields Long(string text)
    {
        var mount = new MountFields();
        foreach (string field in text.Split(','))
        {
            int equals = field.IndexOf('=');
            Field(mount, equals < 0 ? field : field[..equals], equals < 0 ? null : field[(equals + 1)..]);
        }

        return mount;
    }

    private static void Field(MountFields mount, string name, string? value)
    {
        switch (name)
        {
            case "type" when value is not null: mount.Type = value; break;
            case "source" or "src" when value is not null: mount.Source = value; break;
            case "target" or "destination" or "dst" when value is not null: mount.Target = value; break;
            case "tmpfs-size" when value is not null: mount.Options.Add("size=" + value); break;
            case "tmpfs-mode" when value is not null: mount.Options.Add("mode=" + value); break;
            case "readonly" or "ro" when value is null or "true": mount.Options.Add("ro"); break;
            case "readonly" or "ro" when value is "false": mount.Options.Add("rw"); break;
            case "bind-propagation" when value is not null: mount.Options.Add(value); break;
            default: mount.Options.Add(value is null ? name : $"{name}={value}"); break;
        }
    }
}
