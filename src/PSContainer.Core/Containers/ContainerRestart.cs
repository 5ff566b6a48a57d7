using PSContainer.Client;
using PSContainer.Errors;
using PSContainer.Protocol;
using PSContainer.State;

namespace PSContainer.Containers;

/// <summary>Launches detached containers again that have ended.</summary>
internal static class ContainerRestart
{
    /// <summary>Refuses what could not be launched again, before anything is done to it.</summary>
    /// <exception cref="ContainerException"><c>Container.NotKept</c>, <c>Container.NotFound</c>, <c>Restart.RemoveOnExit</c></exception>
    public static void Require(Container container)
    {
        using ContainerFolder folder = container.Store.Open(container.Id);
        if (StoredLaunch.Read(folder).Monitor.RemoveOnExit && container.Status != ContainerStatus.Stopped)
        {
            throw new ContainerException(
                "Restart.RemoveOnExit", ErrorKind.InvalidState, $"The container '{container.Name}' is removed when it ends: it cannot be started again.",
                container, "Make one without -RemoveOnExit.");
        }
    }

    /// <summary>Launches a container that has ended, and waits until it runs.</summary>
    /// <exception cref="ContainerException">It could not be launched: it stays ended, and says why.</exception>
    public static void Start(Container container, LauncherImage image)
    {
        using ContainerFolder folder = container.Store.Open(container.Id);
        MonitorSettings settings = StoredLaunch.Read(folder).Monitor;
        using var streams = DetachedStreams.Open(settings.OutputFile, settings.ErrorFile, isAnew: false);
        var request = new RestartRequest { Id = container.Id, StateRoot = container.Store.Root.Path };
        using LauncherProcess launcher = LauncherProcess.Start(image, streams.Descriptors, new LauncherRequest { Restart = request }, []);
        LauncherMessage answer = launcher.Receive() ?? throw LauncherErrors.Died();
        container.Refresh();
        if (answer.Failure is { } failure)
        {
            throw failure.ToException();
        }

        container.ForgetNamespaces();
        _ = container.Namespaces;
    }
}
