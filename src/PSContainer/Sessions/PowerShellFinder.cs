using PSContainer.Configuration;
using PSContainer.Errors;
using PSContainer.Launch;
using PSContainer.Oci;

namespace PSContainer.Commands;

/// <summary>Decides which pwsh a container uses: one of its own, or the host's, brought in where it can run.</summary>
internal static class PowerShellFinder
{
    private const string DefaultPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
    private const string PackageFolder = "/opt/microsoft/powershell/7";

    /// <summary>For a container that is to be made. Looks only; nothing is changed.</summary>
    /// <param name="options">The container.</param>
    /// <param name="host">The host's PowerShell.</param>
    /// <param name="path">Where the user says that pwsh is in the container; null to look for it.</param>
    /// <param name="mount">Whether the host's is to be used whatever the root has.</param>
    /// <exception cref="ContainerException"><c>PowerShell.NotFound</c>, <c>PowerShell.CannotRun</c></exception>
    public static PowerShellPlace Find(ContainerOptions options, PowerShellHost host, string? path, bool mount)
    {
        if (path is not null)
        {
            return Inside(path, host);
        }

        if (options.Root is not { } root)
        {
            return OnHostRoot(options, Require(host));
        }

        if (!mount && FindInside(root, host, options) is { } found)
        {
            return Inside(found, host);
        }

        PowerShellFit.Require(Require(host), root, options.RootName);
        return new PowerShellPlace(host.Executable, [.. host.Mounts], Environment(host, root));
    }

    /// <summary>For a container that runs: what it sees is looked at, mounts included; nothing can be brought in any more.</summary>
    /// <exception cref="ContainerException"><c>PowerShell.NotFound</c>, <c>Container.NotRunning</c></exception>
    public static PowerShellPlace Find(Container container, PowerShellHost host, string? path)
    {
        string root = $"/proc/{container.ProcessId}/root";
        if ((path ?? FindInside(root, host, new ContainerOptions())) is not { } found)
        {
            throw new ContainerException(
                "PowerShell.NotFound", ErrorKind.NotFound, $"There is no pwsh in the container '{container.Name}'.", container.Name,
                $"Make the container with the host's: New-NamespacedProcess … -Mount {host.Home}:{host.Home}:ro; or name one with -PowerShellPath.");
        }

        return found == host.Executable ? new PowerShellPlace(found, [], Environment(host, root)) : Inside(found, host);
    }

    // On the host's own root the container sees what the host sees, but for a few places that are its own.
    private static PowerShellPlace OnHostRoot(ContainerOptions options, PowerShellHost host)
    {
        bool ownMounts = options.Namespaces?.Contains(NamespaceKind.Mount) ?? true;
        return new PowerShellPlace(host.Executable, ownMounts ? [.. host.HiddenMounts] : [], host.Environment);
    }

    private static PowerShellPlace Inside(string path, PowerShellHost host)
    {
        Dictionary<string, string> variables = host.Environment;
        variables.Remove("DOTNET_ROOT");
        return new PowerShellPlace(path, [], variables);
    }

    private static string? FindInside(RootView root, PowerShellHost host, ContainerOptions options)
    {
        string path = options.Environment.GetValueOrDefault("PATH", DefaultPath);
        IEnumerable<string> folders = [.. path.Split(':').Where(static folder => folder.StartsWith('/')), PackageFolder, host.Home];
        return folders.Select(static folder => $"{folder}/pwsh").FirstOrDefault(file => RootFile.Exists(root, file))
            ?? options.Mounts.Where(static mount => mount.Type == "bind" && File.Exists($"{mount.Source}/pwsh"))
                .Select(static mount => $"{ContainerPath.Normalize(mount.Destination)}/pwsh").FirstOrDefault();
    }

    private static Dictionary<string, string> Environment(PowerShellHost host, RootView root)
    {
        Dictionary<string, string> variables = host.Environment;
        if (!PowerShellFit.HasGlobalization(root))
        {
            variables["DOTNET_SYSTEM_GLOBALIZATION_INVARIANT"] = "1";
            variables["DOTNET_SYSTEM_GLOBALIZATION_PREDEFINED_CULTURES_ONLY"] = "0";
        }

        return variables;
    }

    private static PowerShellHost Require(PowerShellHost host) => host.Exists ? host : throw new ContainerException(
        "PowerShell.NotFound", ErrorKind.NotFound, $"There is no pwsh on the host: '{host.Executable}' does not exist.", host.Executable,
        "Run from a pwsh rather than from a program that hosts PowerShell, or name one in the container with -PowerShellPath.");
}
