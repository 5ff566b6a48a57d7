using PSContainer.Configuration;
using PSContainer.Containers;
using PSContainer.Errors;
using PSContainer.Images;
using PSContainer.Oci;
using PSContainer.Protocol;

namespace PSContainer.Commands;

/// <summary>An image as a container is made of it: its layers, unpacked, and what its configuration says where the user does not.</summary>
/// <param name="image">The image.</param>
/// <param name="lower">The folders of its layers, the topmost first.</param>
/// <param name="rootAttributes">Which of them has the root's owner and mode; null for the topmost.</param>
internal sealed class LaunchImage(ContainerImage image, IReadOnlyList<string> lower, string? rootAttributes)
{
    /// <summary>The image.</summary>
    public ContainerImage Image => image;

    /// <summary>The folders of its layers, the topmost first.</summary>
    public IReadOnlyList<string> Lower => lower;

    /// <summary>Which of them has the root's owner and mode; null for the topmost.</summary>
    public string? RootAttributes => rootAttributes;

    /// <summary>Refuses to go on where the image was removed after it was opened.</summary>
    /// <param name="images">Its store, which the caller holds.</param>
    /// <exception cref="ContainerException"><c>Image.Removed</c></exception>
    public void Require(ImageStore images)
    {
        if (!File.Exists(images.Folders.Blob(image.Manifest.Digest)) || !lower.All(Directory.Exists))
        {
            throw new ContainerException(
                "Image.Removed", ErrorKind.NotFound, $"The image '{image}' was removed while a container of it was being made.", image.ToString(),
                "Request or import it again.");
        }
    }

    private ImageConfiguration Configuration => image.Configuration;

    /// <summary>The command line: the image's entry point and command, or what replaces either.</summary>
    /// <param name="entrypoint">What replaces the entry point, and leaves the image's command out; null for nothing.</param>
    /// <param name="command">What replaces the command; empty for nothing.</param>
    public IReadOnlyList<string> CommandLine(IReadOnlyList<string>? entrypoint, IReadOnlyList<string> command)
    {
        IReadOnlyList<string> first = entrypoint is null ? Configuration.Entrypoint ?? [] : [.. entrypoint.Where(static word => word.Length > 0)];
        IReadOnlyList<string> rest = command.Count > 0 || entrypoint is not null ? command : Configuration.Command ?? [];
        return [.. first, .. rest];
    }

    /// <summary>How its health is told; null where the image does not say.</summary>
    public ImageHealthcheck? Healthcheck => Configuration.Healthcheck;

    /// <summary>The environment, the user's variables before the image's.</summary>
    public IReadOnlyDictionary<string, string> Environment(IReadOnlyDictionary<string, string> users)
    {
        var all = new Dictionary<string, string>();
        foreach (string variable in Configuration.Environment)
        {
            int equals = variable.IndexOf('=');
            if (equals > 0)
            {
                all[variable[..equals]] = variable[(equals + 1)..];
            }
        }

        foreach ((string name, string value) in users)
        {
            all[name] = value;
        }

        return all;
    }

    /// <summary>The working directory.</summary>
    public string WorkingDirectory => Configuration.WorkingDirectory is { Length: > 0 } folder
        ? folder.StartsWith('/') ? folder : "/" + folder
        : "/";

    /// <summary>The user, as the image's own databases know it; null for root.</summary>
    /// <exception cref="ContainerException"><c>User.Unknown</c></exception>
    public UserSpec? User(string? users) => (users ?? Configuration.User) is { Length: > 0 } user ? UserResolver.Resolve(user, new LayeredRoot(lower)) : null;

    /// <summary>The labels, the user's before the image's.</summary>
    public IReadOnlyDictionary<string, string> Labels(IReadOnlyDictionary<string, string> users)
    {
        var all = new Dictionary<string, string>(Configuration.Labels.Where(static label => label.Key.Length > 0));
        foreach ((string name, string value) in users)
        {
            all[name] = value;
        }

        return all;
    }

    /// <summary>What the container is to remember of the image (OCI image specification, conversion).</summary>
    public IReadOnlyDictionary<string, string> Annotations()
    {
        var all = new Dictionary<string, string> { [ImageAnnotation.Name] = image.ToString(), [ImageAnnotation.Digest] = image.Digest };
        if (Configuration.StopSignal is { Length: > 0 } signal)
        {
            all[StopSignal.Annotation] = signal;
        }

        if (Configuration.ExposedPorts.Count > 0)
        {
            all[ImageAnnotation.ExposedPorts] = string.Join(',', Configuration.ExposedPorts);
        }

        return all;
    }

    /// <summary>The folders that get volumes of the container's own, where the user mounts nothing.</summary>
    public IEnumerable<MountSpec> Volumes(IEnumerable<MountSpec> users)
    {
        HashSet<string> taken = [.. users.Select(static mount => Launch.ContainerPath.Normalize(mount.Destination))];
        return Configuration.Volumes.Select(Launch.ContainerPath.Normalize).Where(path => path != "/" && taken.Add(path))
            .Select(static path => new MountSpec { Type = MountTypes.Volume, Source = "", Destination = path, Options = [.. MountTypes.Options(MountTypes.Volume)] });
    }
}
