using PSContainer.Client;
using PSContainer.Errors;
using PSContainer.Protocol;
using PSContainer.State;

namespace PSContainer.Commands;

/// <summary>A pwsh as a server of remoting, ready to be started.</summary>
internal static class PowerShellServer
{
    /// <summary>The command line of a server that speaks on its standard input and output.</summary>
    public static IReadOnlyList<string> CommandLine(string pwsh) => [pwsh, "-NoLogo", "-NoProfile", "-s"];

    /// <summary>In a new container, which goes with it.</summary>
    /// <param name="request">The container; its command is <see cref="CommandLine"/>.</param>
    public static ProcessStart InNew(ContainerRequest request) => new()
    {
        Image = ContainerHome.Launcher,
        Request = new LauncherRequest { Launch = request.Launch },
        Document = request.Document(),
        ContainerName = request.Launch.Name ?? ContainerId.ShortId(request.Launch.Id),
        Prepare = request.Storage is null ? null : request.Storage.Prepare,
    };

    /// <summary>Refuses a container in which nothing can be started.</summary>
    /// <exception cref="ContainerException"><c>Session.ContainerNotRunning</c></exception>
    public static void RequireRunning(Container container)
    {
        container.Refresh();
        if (container.Status != ContainerStatus.Running)
        {
            throw new ContainerException(
                "Session.ContainerNotRunning", ErrorKind.InvalidState,
                $"Nothing can be started in the container '{container.Name}': it is {container.Status.ToString().ToLowerInvariant()}.", container.Name,
                "Start-Container and Resume-Container make it run.");
        }
    }

    /// <summary>In a container that runs.</summary>
    /// <exception cref="ContainerException">It does not run, or has no pwsh.</exception>
    public static ProcessStart In(
        Container container, PowerShellPlace place, string? user, IReadOnlyDictionary<string, string> environment, string? workingDirectory) =>
        In(container, CommandLine(place.Path), user, place.With(environment), workingDirectory);

    /// <summary>Any other command in a container that runs.</summary>
    /// <exception cref="ContainerException">It does not run, or has no such user.</exception>
    public static ProcessStart In(
        Container container, IReadOnlyList<string> command, string? user, IReadOnlyDictionary<string, string> environment, string? workingDirectory) => new()
    {
        Image = ContainerHome.Launcher,
        Request = new LauncherRequest { Execute = new ExecuteRequest { Id = container.Id, StateRoot = container.Store.Root.Path } },
        Document = ProcessRequest.Create(container, command, user, environment, workingDirectory),
        ContainerName = container.Name,
        Container = container,
    };
}
