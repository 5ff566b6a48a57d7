using PSContainer.Errors;
using PSContainer.Launcher.Container;
using PSContainer.Launcher.Monitor;
using PSContainer.Logs;
using PSContainer.Protocol;
using PSContainer.State;
using static PSContainer.Interop.Interop;
using static Tmds.Linux.LibC;

namespace PSContainer.Launcher.Terminal;

/// <summary>The terminal of a detached command: its other end is the monitor's, which logs what is written and serves those who attach.</summary>
/// <param name="folder">The container's.</param>
/// <param name="log">Takes what is written; null where that is kept nowhere.</param>
internal sealed unsafe class TerminalStreams(ContainerFolder folder, LogWriter? log) : IMonitorStreams
{
    private int _receiver = -1;
    private int _sender = -1;
    private TerminalHub? _hub;
    private AttachListener? _listener;

    public MakerOptions Prepare(MakerOptions options)
    {
        int* pair = stackalloc int[2];
        LinuxException.Check(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair), "socketpair");
        (_sender, _receiver) = (pair[0], pair[1]);
        return options with { ConsoleSocket = _sender };
    }

    public void Begin(MonitorLoop loop)
    {
        CloseSender();
        ReceiveDescriptor(_receiver, stackalloc byte[64], out int master);
        CloseReceiver();
        if (master >= 0)
        {
            _hub = new TerminalHub(loop, master, log);
            _listener = AttachListener.Listen(folder, loop, _hub);
            loop.Add(_hub);
            loop.Add(_listener);
        }
    }

    public void End(MonitorLoop loop, ExitResult? result)
    {
        CloseSender();
        CloseReceiver();
        if (_hub is not null)
        {
            loop.Remove(_listener!);
            loop.Remove(_hub);
            _listener!.Dispose();
            _hub.Finish(result);
            _hub = null;
        }
    }

    public void Dispose() => log?.Dispose();

    private void CloseSender()
    {
        _ = _sender < 0 ? 0 : close(_sender);
        _sender = -1;
    }

    private void CloseReceiver()
    {
        _ = _receiver < 0 ? 0 : close(_receiver);
        _receiver = -1;
    }
}
