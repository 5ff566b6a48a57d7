using System.Diagnostics.CodeAnalysis;
using PSContainer.Interop;
using PSContainer.Launcher.Process;
using Tmds.Linux;
using static PSContainer.Interop.Interop;
using static Tmds.Linux.LibC;

namespace PSContainer.Launcher.CommandLine;

/// <summary>Passes bytes between a container's terminal and the caller's stdin and stdout, and the size of the caller's window on.</summary>
internal sealed unsafe class ConsolePump
{
    private const int BufferBytes = 4096;
    private const int Master = 0;
    private const int Input = 1;
    private const int Signals = 2;
    private const int End = 3;
    private const int Count = 4;
    private const int MillisecondsAfterEnd = 200;

    private readonly int _master;
    private readonly int _signals;
    private readonly int _end;
    private bool _hasInput = true;
    private bool _hasEnded;

    private ConsolePump(int master, int end)
    {
        _master = master;
        _end = end;
        SetSignalMask(1UL << (SIGWINCH - 1));
        _signals = SignalFd(1UL << (SIGWINCH - 1));
    }

    /// <summary>Goes on until the terminal is closed, or the process has ended and nothing more comes.</summary>
    [DoesNotReturn]
    public static void Run(int master, int end)
    {
        Prctl(PR_SET_PDEATHSIG, (nuint)SIGKILL);
        SignalState.Reset();
        var pump = new ConsolePump(master, end);
        pump.CopySize();
        while (pump.Step())
        {
        }

        ChildProcess.Exit(0);
    }

    private bool Step()
    {
        pollfd* files = stackalloc pollfd[Count];
        files[Master] = new pollfd { fd = _master, events = (short)POLLIN };
        files[Input] = new pollfd { fd = _hasInput ? STDIN_FILENO : -1, events = (short)POLLIN };
        files[Signals] = new pollfd { fd = _signals, events = (short)POLLIN };
        files[End] = new pollfd { fd = _hasEnded ? -1 : _end, events = (short)POLLIN };
        int ready = poll(files, Count, _hasEnded ? MillisecondsAfterEnd : -1);
        if (files[Signals].revents != 0)
        {
            Drain();
            CopySize();
        }

        if (files[Input].revents != 0)
        {
            _hasInput = Copy(STDIN_FILENO, _master);
        }

        _hasEnded |= files[End].revents != 0;
        return files[Master].revents != 0 ? Copy(_master, STDOUT_FILENO) : ready > 0 || !_hasEnded;
    }

    private static bool Copy(int from, int to)
    {
        byte* buffer = stackalloc byte[BufferBytes];
        long count = (long)read(from, buffer, BufferBytes);
        if (count < 0)
        {
            return errno == EINTR;
        }

        StandardStream.Write(to, new ReadOnlySpan<byte>(buffer, (int)count));
        return count > 0;
    }

    private void Drain()
    {
        const int SignalInfoBytes = 128;
        byte* info = stackalloc byte[SignalInfoBytes];
        while ((long)read(_signals, info, SignalInfoBytes) == SignalInfoBytes)
        {
        }
    }

    private void CopySize()
    {
        WindowSize size;
        if (GetWindowSize(STDIN_FILENO, &size) == 0)
        {
            SetWindowSize(_master, &size);
        }
    }
}
