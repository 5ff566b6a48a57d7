using PSContainer.Errors;
using PSContainer.State;
using static PSContainer.Hosting.ContainerHostCheck;
using static Tmds.Linux.LibC;

namespace PSContainer.Hosting;

/// <summary>What the module itself needs: its launcher, a safe copy of it, and a place for its records.</summary>
internal static class ModuleChecks
{
    public static IEnumerable<ContainerHostCheck> Run(HostView host) => [Launcher(host), SealedLauncher(host), StateFolder(host)];

    private static ContainerHostCheck Launcher(HostView host)
    {
        const string name = "Launcher";
        string path = host.LauncherPath;
        if (!host.May(path, R_OK))
        {
            return Missing(name, $"'{path}' cannot be read.", "Install the module anew, or build it: dotnet build PSContainer.sln.");
        }

        return host.May(path, R_OK | X_OK)
            ? Ok(name, path)
            : Missing(name, $"'{path}' is not executable.", $"Make it so (chmod +x '{path}'); its file system may not be mounted noexec.");
    }

    private static ContainerHostCheck SealedLauncher(HostView host)
    {
        const string name = "MemfdExecution";
        if (host.Read("/proc/sys/vm/memfd_noexec") is not "2")
        {
            return Ok(name, "The launcher runs from a sealed memfd.");
        }

        return host.IsPrivileged
            ? Ok(name, "vm.memfd_noexec is 2: the launcher runs from a private read-only mount.")
            : Missing(name, "vm.memfd_noexec is 2: no safe copy of the launcher can be executed.", "sysctl vm.memfd_noexec=1, or run as root.");
    }

    private static ContainerHostCheck StateFolder(HostView host)
    {
        const string name = "StateFolder";
        try
        {
            using DirectoryHandle? folder = host.StateRoot.TryOpen();
            return Writable(host, name, folder is not null);
        }
        catch (ContainerException error)
        {
            string detail = error.Remedy is { } known ? error.Message.Replace(known, "", StringComparison.Ordinal).TrimEnd() : error.Message;
            return Missing(name, detail, error.Remedy ?? "Set XDG_RUNTIME_DIR to a folder of your own.");
        }
    }

    private static ContainerHostCheck Writable(HostView host, string name, bool exists)
    {
        string path = host.StateRoot.Path;
        string needed = exists ? path : Path.GetDirectoryName(path)!;
        return host.May(needed, W_OK | X_OK)
            ? Ok(name, exists ? path : $"{path} (is made when needed)")
            : Missing(name, $"'{needed}' is not writable: containers cannot be recorded.", "Make it writable, or set XDG_RUNTIME_DIR to a folder of your own.");
    }
}
