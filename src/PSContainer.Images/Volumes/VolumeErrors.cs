using PSContainer.Errors;
using PSContainer.State;

namespace PSContainer.Images;

/// <summary>Failures of volumes, worded in one place.</summary>
internal static class VolumeErrors
{
    public static ContainerException InvalidName(string name) => new(
        "Volume.InvalidName", ErrorKind.InvalidArgument, $"'{ImageErrors.Show(name)}' is no name of a volume.", name,
        "A name has letters, digits and _ + . -, and begins with a letter, a digit, _, + or -. A folder's path has a slash: ./data.");

    public static ContainerException Exists(string name) => new(
        "Volume.Exists", ErrorKind.AlreadyExists, $"There is a volume '{name}' already.", name, "Use it, or choose another name.");

    public static ContainerException NotFound(string name) => new(
        "Volume.NotFound", ErrorKind.NotFound, $"There is no volume '{ImageErrors.Show(name)}'.", name, "Get-ContainerVolume lists those that there are.");

    public static ContainerException InUse(string name, IReadOnlyList<string> users) => new(
        "Volume.InUse", ErrorKind.InvalidState,
        $"The volume '{name}' is not removed: {(users.Count == 1 ? "the container " : "the containers ")}{string.Join(", ", users.Select(ContainerId.ShortId))} {(users.Count == 1 ? "has" : "have")} it.",
        name, "Remove-Container removes a container.");
}
