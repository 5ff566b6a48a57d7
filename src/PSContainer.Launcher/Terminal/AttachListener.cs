using System.Runtime.InteropServices;
using PSContainer.Errors;
using PSContainer.Interop;
using PSContainer.Launcher.Monitor;
using PSContainer.State;
using PSContainer.Terminals;
using static PSContainer.Interop.Interop;
using static Tmds.Linux.LibC;

namespace PSContainer.Launcher.Terminal;

/// <summary>The socket in a container's folder on which the container's user, and root, attach to its terminal.</summary>
internal sealed unsafe class AttachListener : IMonitorSource, IDisposable
{
    private readonly TerminalHub _hub;
    private readonly string _path;

    private AttachListener(int socket, string path, TerminalHub hub)
    {
        Descriptor = socket;
        _path = path;
        _hub = hub;
    }

    public int Descriptor { get; }

    public short Events => (short)POLLIN;

    public long Deadline => MonitorLoop.Never;

    public static AttachListener Listen(ContainerFolder folder, MonitorLoop loop, TerminalHub hub)
    {
        string path = $"{folder.Directory.Path}/{AttachProtocol.SocketName}";
        Unlink(path);
        int listener = LinuxException.Check(socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC | SOCK_NONBLOCK, 0), "socket");
        LinuxException.Check(BindUnix(listener, path), "bind", path);
        LinuxException.Check(listen(listener, TerminalHub.MostClients), "listen", path);
        return new AttachListener(listener, path, hub);
    }

    public void Ready(short events)
    {
        int client = accept4(Descriptor, null, null, SOCK_CLOEXEC | SOCK_NONBLOCK);
        if (client < 0)
        {
            return;
        }

        if (_hub.IsFull || !IsAllowed(client))
        {
            close(client);
            return;
        }

        _hub.Add(client);
    }

    public void Elapsed()
    {
    }

    public void Dispose()
    {
        close(Descriptor);
        Unlink(_path);
    }

    // The folder is closed to others already; this holds also where someone has opened it.
    private static bool IsAllowed(int client) =>
        PeerUser(client) is var user && (user == (uint)geteuid() || user == 0);

    private static void Unlink(string path)
    {
        fixed (byte* name = new CString(path))
        {
            unlink(name);
        }
    }
}
