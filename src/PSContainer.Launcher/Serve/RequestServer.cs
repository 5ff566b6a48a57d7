using PSContainer.Containers;
using PSContainer.Errors;
using PSContainer.Launcher.Container;
using PSContainer.Launcher.Layers;
using PSContainer.Launcher.Monitor;
using PSContainer.Launcher.Process;
using PSContainer.Protocol;
using PSContainer.State;
using PSContainer.Terminals;
using static Tmds.Linux.LibC;

namespace PSContainer.Launcher.Serve;

/// <summary>Answers one request of the module, on the socket that it was started with.</summary>
internal static class RequestServer
{
    /// <summary>The word on the command line that says that a request waits on descriptor 3.</summary>
    public const string Argument = "serve";

    /// <summary>The module's socket.</summary>
    private const int Socket = 3;

    /// <summary>The socket that takes the other end of the process's terminal, or -1.</summary>
    private static int s_console = -1;

    public static int Run()
    {
        fcntl(Socket, F_SETFD, FD_CLOEXEC);
        try
        {
            byte[] header = FrameChannel.Receive(Socket) ?? throw CallerGone();
            byte[] document = FrameChannel.Receive(Socket) ?? throw CallerGone();
            var request = LauncherRequest.Read(header);
            s_console = request.Console ? LauncherConsole.Descriptor : -1;
            fcntl(s_console, F_SETFD, FD_CLOEXEC);
            Answer(request, document);
            return 0;
        }
        catch (ContainerException error)
        {
            Report(error);
        }
        catch (LinuxException error)
        {
            Report(LaunchErrors.Call(error));
        }
        finally
        {
            TerminalGuard.Restore(s_console);
        }

        return 1;
    }

    private static void Answer(LauncherRequest request, byte[] document)
    {
        var reporter = new SocketReporter(Socket);
        switch (request)
        {
            case { Launch: { Detached: true } launch }:
                LeaveToMonitor();
                using (var monitor = new ContainerMonitor(launch, document, reporter, OptionsFor(launch)))
                {
                    monitor.Run();
                }

                break;
            case { Launch: { } launch }:
                using (var launcher = new ContainerLauncher(launch, document, reporter, OptionsFor(launch)))
                {
                    launcher.Run();
                }

                break;
            case { Restart: { } restart }:
                LeaveToMonitor();
                Restart(restart, reporter);
                break;
            case { Execute: { } execute }:
                ContainerExecutor.Run(execute, document, reporter, s_console);
                break;
            case { Hostname: { } hostname }:
                HostnameSetter.Run(hostname);
                reporter.Exited(default);
                break;
            case { Layer: { } layer }:
                LayerServer.Run(layer, Socket);
                break;
            case { Start: { } start }:
                using (StoredContainer container = StoredContainer.Open(start.StateRoot, start.Id))
                {
                    ContainerStarter.Start(container, start.Environment);
                }

                reporter.Exited(default);
                break;
        }
    }

    private static MakerOptions OptionsFor(LaunchRequest launch) => new()
    {
        AwaitsStart = launch.AwaitsStart, AsOtherRuntimes = launch.AsOtherRuntimes, AllControllers = launch.AlwaysCgroup,
        Environment = launch.Environment, ConsoleSocket = s_console, AwaitStorage = launch.AwaitsStorage ? AwaitStorage : static () => { },
    };

    private static void AwaitStorage()
    {
        if (FrameChannel.Receive(Socket) is null)
        {
            throw CallerGone();
        }
    }

    private static void Restart(RestartRequest restart, SocketReporter reporter)
    {
        ContainerFolder folder = new StateStore(StateRoot.At(restart.StateRoot)).Open(restart.Id);
        folder.TakeOwnership();
        // What its monitor did not clear away that was killed.
        RecordedCgroup.Clear(folder.Read().Require().CgroupPaths);
        LaunchRequest launch = StoredLaunch.Read(folder);
        using var monitor = new ContainerMonitor(launch, StoredLaunch.ReadSpec(folder), reporter, OptionsFor(launch) with { AwaitsStart = false });
        monitor.RunAgain(folder);
    }

    // A detached container is watched by a process that is nobody's child: its monitor.
    private static void LeaveToMonitor()
    {
        if (ProcessCloner.Clone(0) != 0)
        {
            ChildProcess.Exit(0);
        }

        setsid();
    }

    private static void Report(ContainerException error)
    {
        var message = new LauncherMessage { Kind = LauncherMessageKind.Failed, Failure = LaunchFailure.From(error) };
        try
        {
            FrameChannel.Send(Socket, message.Write);
        }
        catch (LinuxException)
        {
            // The caller is gone: there is nobody left to tell, and what was made is undone already.
        }
    }

    private static ContainerException CallerGone() => new(
        "Launcher.CallerGone", ErrorKind.OperationFailed, "The caller ended before it had sent all of its request.");
}
