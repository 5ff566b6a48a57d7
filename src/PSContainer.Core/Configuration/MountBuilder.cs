using System.Globalization;
using PSContainer.Errors;
using PSContainer.Launch;
using PSContainer.Oci;

namespace PSContainer.Configuration;

/// <summary>Turns a mount as a user gives it into the runtime spec's.</summary>
internal static class MountBuilder
{
    private const string Remedy =
        "Write SOURCE:TARGET[:ro], or VOLUME:TARGET[:ro], or 'type=bind,source=DIR,target=DIR,ro', or 'type=tmpfs,target=DIR,size=64m'; New-ContainerMount makes one as an object.";

    // What tmpfs(5) takes besides what every mount does.
    private static readonly string[] s_tmpfs =
        ["size", "mode", "uid", "gid", "nr_blocks", "nr_inodes", "huge", "mpol", "noswap", "inode32", "inode64"];

    /// <param name="fields">What was given.</param>
    /// <param name="text">How it was given, for messages.</param>
    /// <param name="resolve">Makes a path of the host absolute.</param>
    /// <exception cref="ContainerException"><c>Mount.Invalid</c></exception>
    public static MountSpec Build(MountFields fields, string text, Func<string, string> resolve)
    {
        string type = fields.Type ?? MountTypes.Bind;
        if (!MountTypes.All.Contains(type))
        {
            throw Invalid(text, $"its type '{type}' is none of {string.Join(", ", MountTypes.All)}");
        }

        if (text.Contains('\0'))
        {
            throw Invalid(text.Replace('\0', '?'), "there is a NUL in it");
        }

        if (!fields.Target.StartsWith('/'))
        {
            throw Invalid(text, "its target has to be an absolute path in the container");
        }

        if (ContainerPath.Normalize(fields.Target) == "/")
        {
            throw Invalid(text, "its target is the root itself, which -RootPath gives");
        }

        return new MountSpec
        {
            Type = type, Destination = fields.Target, Source = Source(fields, type, text, resolve),
            Options = [.. MountTypes.Options(type), .. fields.Options.Select(option => Option(type, option, text))],
        };
    }

    public static ContainerException Invalid(string text, string problem) => new(
        "Mount.Invalid", ErrorKind.InvalidArgument, $"'{text}' is no mount: {problem}.", text, Remedy);

    private static string Source(MountFields fields, string type, string text, Func<string, string> resolve) => type switch
    {
        MountTypes.Bind => fields.Source is { Length: > 0 } source ? resolve(source) : throw Invalid(text, "it has no source"),
        // Without a name it is the container's own, and goes with it.
        MountTypes.Volume => fields.Source ?? "",
        _ => fields.Source ?? type,
    };

    private static string Option(string type, string option, string text)
    {
        string word = option.Split('=')[0];
        return type switch
        {
            _ when option.Length == 0 => throw Invalid(text, "an option is empty"),
            // Read-only means all of it: a file system mounted below the source is no way round it.
            MountTypes.Bind or MountTypes.Volume when option == "ro" => "rro",
            MountTypes.Tmpfs when word == "size" => Size(option["size".Length..].TrimStart('='), text),
            _ when MountOptionParser.Words.Contains(word) => option,
            MountTypes.Tmpfs when s_tmpfs.Contains(word) => option,
            MountTypes.Bind or MountTypes.Tmpfs or MountTypes.Volume => throw Invalid(text, $"its option '{option}' is unknown"),
            _ => option,
        };
    }

    // As the kernel takes it, in percent of the memory too, or as PowerShell writes it.
    private static string Size(string size, string text)
    {
        bool isKernels = size.Length > 1 && size[..^1].All(char.IsAsciiDigit) && (char.IsAsciiDigit(size[^1]) || "kKmMgG%".Contains(size[^1]));
        if (isKernels)
        {
            return "size=" + size;
        }

        try
        {
            return string.Create(CultureInfo.InvariantCulture, $"size={SizeParser.Parse(size)}");
        }
        catch (ContainerException)
        {
            throw Invalid(text, $"its size '{size}' is none");
        }
    }
}
