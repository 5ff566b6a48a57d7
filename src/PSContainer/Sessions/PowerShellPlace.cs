using PSContainer.Configuration;
using PSContainer.Oci;

namespace PSContainer.Commands;

/// <summary>Where pwsh is in a container, and what it takes to be there.</summary>
/// <param name="Path">Its path in the container.</param>
/// <param name="Mounts">Mounts that bring it in.</param>
/// <param name="Environment">Variables that it needs; what the user gives wins over them.</param>
internal sealed record PowerShellPlace(string Path, IReadOnlyList<MountSpec> Mounts, IReadOnlyDictionary<string, string> Environment)
{
    /// <summary>Makes it the command of a new container, as a server of remoting.</summary>
    public void ApplyTo(ContainerOptions options)
    {
        options.Command = PowerShellServer.CommandLine(Path);
        options.Mounts = [.. options.Mounts, .. Mounts.Where(mount => options.Mounts.All(other => other.Destination != mount.Destination))];
        options.Environment = With(options.Environment);
    }

    /// <summary>The user's variables, and those of these that the user did not give.</summary>
    public Dictionary<string, string> With(IReadOnlyDictionary<string, string> environment)
    {
        var all = new Dictionary<string, string>(Environment);
        foreach ((string name, string value) in environment)
        {
            all[name] = value;
        }

        return all;
    }
}
