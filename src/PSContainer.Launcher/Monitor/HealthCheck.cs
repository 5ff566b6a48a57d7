using System.Diagnostics.CodeAnalysis;
using PSContainer.Containers;
using PSContainer.Errors;
using PSContainer.Launcher.Container;
using PSContainer.Launcher.Process;
using PSContainer.Oci;
using PSContainer.Protocol;
using PSContainer.State;
using static PSContainer.Interop.Interop;
using static Tmds.Linux.LibC;

namespace PSContainer.Launcher.Monitor;

/// <summary>
/// One check: a child of the monitor runs the command in the container, and what that takes of memory goes with it. The child ends
/// the command when the monitor closes their socket, or dies.
/// </summary>
internal sealed unsafe class HealthCheck
{
    private readonly int _pid;
    private int _socket;

    private HealthCheck(int pid, int socket)
    {
        _pid = pid;
        _socket = socket;
        Descriptor = LinuxException.Check(PidfdOpen(pid), "pidfd_open");
    }

    /// <summary>Readable when it has ended.</summary>
    public int Descriptor { get; }

    /// <summary>Begins one.</summary>
    /// <param name="launch">The container's launch.</param>
    /// <param name="process">The container's own process, by whose rights the check runs.</param>
    public static HealthCheck Begin(LaunchRequest launch, ProcessSpec? process)
    {
        int* pair = stackalloc int[2];
        LinuxException.Check(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair), "socketpair");
        int pid = ProcessCloner.Clone(0);
        if (pid == 0)
        {
            close(pair[0]);
            Run(launch, process, pair[1]);
        }

        close(pair[1]);
        return new HealthCheck(pid, pair[0]);
    }

    /// <summary>Has its command ended.</summary>
    public void Cancel()
    {
        if (_socket >= 0)
        {
            close(_socket);
            _socket = -1;
        }
    }

    /// <summary>Ends it.</summary>
    public void Kill() => PidfdSendSignal(Descriptor, SIGKILL);

    /// <summary>Waits for its end, which has come or is coming.</summary>
    /// <returns>Whether its command ended with 0.</returns>
    public bool Finish()
    {
        ExitResult result = ChildProcess.Wait(_pid);
        Cancel();
        close(Descriptor);
        return result.Code == 0;
    }

    [DoesNotReturn]
    private static void Run(LaunchRequest launch, ProcessSpec? process, int socket)
    {
        int code = 1;
        try
        {
            Prctl(PR_SET_PDEATHSIG, (nuint)SIGKILL);
            Silence();
            ContainerTarget target = ContainerTarget.Open(launch.StateRoot, launch.Id);
            ProcessSpec check = HealthProcess.Of(process, launch.Monitor.Health!.Command);
            code = new ContainerExecutor(target, check, new CheckReporter(socket), new ExecutorOptions { IgnoresPause = true }).Run().Code;
        }
        catch (Exception error) when (error is ContainerException or LinuxException)
        {
            // A check that cannot be run has failed.
        }

        ChildProcess.Exit(code == 0 ? 0 : 1);
    }

    private static void Silence()
    {
        fixed (byte* path = "/dev/null\0"u8)
        {
            int nothing = LinuxException.Check(open(path, O_RDWR), "open", "/dev/null");
            for (int descriptor = STDIN_FILENO; descriptor <= STDERR_FILENO; descriptor++)
            {
                dup2(nothing, descriptor);
            }
        }
    }

    private sealed class CheckReporter(int socket) : ILaunchReporter
    {
        public int CallerSocket => socket;

        public void Created(int pid, bool hasCopiedRoot)
        {
        }

        public void Exited(ExitResult result)
        {
        }
    }
}
