using PSContainer.Errors;
using PSContainer.Launcher.Container;
using PSContainer.Protocol;

namespace PSContainer.Launcher.Serve;

/// <summary>Tells the module, on its socket.</summary>
internal sealed class SocketReporter(int socket) : ILaunchReporter
{
    public int CallerSocket => socket;

    public void Created(int pid, bool hasCopiedRoot) =>
        Send(new LauncherMessage { Kind = LauncherMessageKind.Created, Pid = pid, HasCopiedRoot = hasCopiedRoot });

    public void Exited(ExitResult result) => Send(new LauncherMessage { Kind = LauncherMessageKind.Exited, Exit = result });

    // A caller that is gone has no use for news; the container's own life goes on by the rules for that.
    private void Send(LauncherMessage message)
    {
        try
        {
            FrameChannel.Send(socket, message.Write);
        }
        catch (LinuxException error) when (error.ErrorNumber is Errno.EPIPE or Errno.ECONNRESET)
        {
        }
    }
}
