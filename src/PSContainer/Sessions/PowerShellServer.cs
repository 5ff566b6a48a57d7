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
    };

    /// <summary>In a container that runs.</summary>
    /// <exception cref="ContainerException">It does not run, or has no pwsh.</exception>
    public static ProcessStart In(
        Container container, PowerShellPlace place, string? user, IReadOnlyDictionary<string, string> environment, string? workingDirectory) => new()
    {
        Image = ContainerHome.Launcher,
        Request = new LauncherRequest { Execute = new ExecuteRequest { Id = container.Id, StateRoot = container.Store.Root.Path } },
        Document = ProcessRequest.Create(container, CommandLine(place.Path), user, place.With(environment), workingDirectory),
        ContainerName = container.Name,
        Container = container,
    };
}
