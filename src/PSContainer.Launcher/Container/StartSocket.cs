using PSContainer.Errors;
using PSContainer.Launcher.Process;
using PSContainer.State;
using static PSContainer.Interop.Interop;
using static Tmds.Linux.LibC;

namespace PSContainer.Launcher.Container;

/// <summary>
/// The socket in a container's folder on which its process waits to be started. Whoever starts it hears on the same connection
/// whether it became its command.
/// </summary>
internal sealed class StartSocket : IDisposable
{
    private const string Name = "start";

    private StartSocket(int descriptor) => Descriptor = descriptor;

    public int Descriptor { get; }

    /// <summary>Makes it; the process inherits it.</summary>
    public static StartSocket Listen(ContainerFolder folder)
    {
        int listener = Create();
        string path = folder.Directory.Path + "/" + Name;
        LinuxException.Check(BindUnix(listener, path), "bind", path);
        LinuxException.Check(listen(listener, 1), "listen", path);
        return new StartSocket(listener);
    }

    /// <summary>Starts the process, and waits until it has become its command.</summary>
    /// <exception cref="ContainerException">It has not: a step failed, or it is gone.</exception>
    public static void Start(ContainerFolder folder)
    {
        int socket = Create();
        try
        {
            string path = folder.Directory.Path + "/" + Name;
            LinuxException.Check(ConnectUnix(socket, path), "connect", path);
            SyncSocket.Send(socket, SyncMessage.Go);
            if (SyncSocket.Receive(socket, out _, out StepFailure? failure) == SyncMessage.Failed)
            {
                throw LaunchErrors.Step(failure!);
            }
        }
        finally
        {
            close(socket);
        }
    }

    public void Dispose() => close(Descriptor);

    private static int Create() => LinuxException.Check(socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0), "socket");
}
