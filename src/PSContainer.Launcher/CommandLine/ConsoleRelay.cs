using PSContainer.Errors;
using PSContainer.Interop;
using PSContainer.Launcher.Process;
using PSContainer.Oci;
using static PSContainer.Interop.Interop;
using static Tmds.Linux.LibC;

namespace PSContainer.Launcher.CommandLine;

/// <summary>
/// Where the other end of a container's terminal goes: to a console socket, or to the caller's own stdin and stdout. For those a
/// process of its own passes the bytes on, so that the launcher can go on watching.
/// </summary>
internal sealed unsafe class ConsoleRelay : IDisposable
{
    private readonly int _receiver;
    private TerminalSettings _settings;
    private bool _isRaw;
    private bool _isClosed;
    private int _pump;
    private int _end = -1;

    private ConsoleRelay(int socket, int receiver)
    {
        Socket = socket;
        _receiver = receiver;
    }

    /// <summary>What the container's process sends it to.</summary>
    public int Socket { get; }

    /// <summary>Whether it passes on to the caller's own stdin and stdout.</summary>
    public bool IsOwn => _receiver >= 0;

    /// <summary>A relay for a process; null where it has no terminal.</summary>
    /// <param name="process">The process, or null.</param>
    /// <param name="leaves">Whether the launcher ends before the process.</param>
    /// <param name="consoleSocket">A console socket's path, or null.</param>
    public static ConsoleRelay? For(ProcessSpec? process, bool leaves, string? consoleSocket)
    {
        bool terminal = process?.Terminal == true;
        if (!string.IsNullOrEmpty(consoleSocket))
        {
            return terminal
                ? new ConsoleRelay(ConsoleSocket.Connect(consoleSocket), -1)
                : throw new UsageException("cannot use console socket if the process has no terminal");
        }

        if (!terminal)
        {
            return null;
        }

        return leaves
            ? throw new UsageException("cannot allocate tty if the runtime will detach without setting console socket (--console-socket)")
            : Create();
    }

    /// <summary>Begins to pass bytes on; where the container has a terminal of the caller's to itself.</summary>
    public void Begin()
    {
        if (_receiver < 0)
        {
            return;
        }

        byte* name = stackalloc byte[64];
        ReceiveDescriptor(_receiver, new Span<byte>(name, 64), out int master);
        if (master < 0)
        {
            _ = _isClosed ? 0 : throw new LinuxException("recvmsg", Errno.EPIPE, "the terminal");
            return;
        }

        int* end = stackalloc int[2];
        LinuxException.Check(pipe2(end, O_CLOEXEC), "pipe2");
        _end = end[1];
        MakeRaw();
        _pump = ProcessCloner.Clone(0);
        if (_pump == 0)
        {
            close(end[1]);
            ConsolePump.Run(master, end[0]);
        }

        close(end[0]);
        close(master);
    }

    /// <summary>Passes on what was written before the launch failed: a hook may have said why.</summary>
    public void BeginAfterFailure()
    {
        if (_receiver >= 0)
        {
            // Nobody is left who could send: where nothing has come, the end is read.
            close(Socket);
            _isClosed = true;
            Begin();
        }
    }

    /// <summary>Waits until everything that the container wrote has been passed on.</summary>
    public void Finish()
    {
        if (_pump > 0)
        {
            close(_end);
            ChildProcess.Wait(_pump);
            _pump = 0;
        }

        Restore();
    }

    public void Dispose()
    {
        Restore();
        _ = _isClosed ? 0 : close(Socket);
        close(_receiver);
    }

    private static ConsoleRelay Create()
    {
        int* pair = stackalloc int[2];
        LinuxException.Check(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair), "socketpair");
        return new ConsoleRelay(pair[0], pair[1]);
    }

    // Every key is the container's: its terminal makes Ctrl+C a signal, not the caller's.
    private void MakeRaw()
    {
        TerminalSettings settings;
        if (GetTerminalSettings(STDIN_FILENO, &settings) == 0)
        {
            _settings = settings;
            TerminalSettings raw = settings.ToRaw();
            _isRaw = SetTerminalSettings(STDIN_FILENO, &raw) == 0;
        }
    }

    private void Restore()
    {
        if (_isRaw)
        {
            TerminalSettings settings = _settings;
            SetTerminalSettings(STDIN_FILENO, &settings);
            _isRaw = false;
        }
    }
}
