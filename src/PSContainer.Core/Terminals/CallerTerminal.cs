using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using PSContainer.Client;
using PSContainer.Errors;
using PSContainer.Interop;
using static PSContainer.Interop.Interop;
using static Tmds.Linux.LibC;

namespace PSContainer.Terminals;

/// <summary>
/// The terminal that the session runs at, taken for a while: raw, so that every key is the container's, and given back exactly as
/// it was found, whatever ends the session.
/// </summary>
internal sealed unsafe class CallerTerminal : IDisposable
{
    private static int s_taken;

    private readonly Lock _gate = new();
    private readonly WakeSignal _changed = new();
    private readonly SafeFileHandle _input;
    private readonly SafeFileHandle _output;
    private readonly List<PosixSignalRegistration> _signals = [];
    private TerminalSettings _found;
    private TerminalSettings _raw;
    private bool _isRaw;

    private CallerTerminal(SafeFileHandle input, SafeFileHandle output)
    {
        _input = input;
        _output = output;
    }

    /// <summary>Readable when the window's size may have changed, or the settings: see <see cref="Refresh"/>.</summary>
    public int Changed => _changed.Descriptor;

    public int Input => (int)_input.DangerousGetHandle();

    public int Output => (int)_output.DangerousGetHandle();

    /// <summary>The window's size; null where the terminal does not know it.</summary>
    public WindowSize? Size => SizeOf(Output);

    /// <summary>The settings that it was found with, and has while it is taken.</summary>
    public (TerminalSettings Found, TerminalSettings Raw) Settings => (_found, _raw);

    /// <summary>The size of a terminal's window; null for what is no terminal, or does not know it.</summary>
    public static WindowSize? SizeOf(int descriptor)
    {
        WindowSize size;
        return GetWindowSize(descriptor, &size) == 0 && size is { Rows: > 0, Columns: > 0 } ? size : null;
    }

    /// <summary>Takes the terminal; it stays as it is until <see cref="MakeRaw"/>.</summary>
    /// <exception cref="ContainerException"><c>Terminal.None</c>, <c>Terminal.Busy</c></exception>
    public static CallerTerminal Open()
    {
        if (isatty(STDIN_FILENO) != 1 || isatty(STDOUT_FILENO) != 1)
        {
            throw TerminalErrors.None(isatty(STDIN_FILENO) != 1 ? "input" : "output");
        }

        if (Interlocked.Exchange(ref s_taken, 1) != 0)
        {
            throw TerminalErrors.Busy();
        }

        try
        {
            return new CallerTerminal(Again(STDIN_FILENO, O_RDONLY), Again(STDOUT_FILENO, O_WRONLY));
        }
        catch
        {
            s_taken = 0;
            throw;
        }
    }

    /// <summary>Gives every key to whoever reads, until <see cref="Restore"/>.</summary>
    public void MakeRaw()
    {
        TerminalSettings found;
        LinuxException.Check(GetTerminalSettings(Input, &found), "ioctl(TCGETS)", "the terminal");
        _found = found;
        _raw = found.ToFullyRaw();
        _isRaw = true;
        Listen();
        Apply(_raw);
    }

    /// <summary>Makes it raw again where somebody else has set it meanwhile, and forgets that it changed.</summary>
    public void Refresh()
    {
        _changed.Clear();
        Reapply();
    }

    /// <returns>How many bytes; 0 where there are none now, -1 where the terminal is gone.</returns>
    public int Read(Span<byte> bytes)
    {
        // .NET sets the terminal as it likes it whenever a child process of the session ends.
        Reapply();
        fixed (byte* start = bytes)
        {
            int count = (int)(long)read(Input, start, bytes.Length);
            return count > 0 ? count : count < 0 && errno is var error && (error == EAGAIN || error == EINTR) ? 0 : -1;
        }
    }

    /// <returns>How many bytes were taken; all, to no effect, where the terminal is gone.</returns>
    public int Write(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
        {
            return 0;
        }

        fixed (byte* start = bytes)
        {
            int count = (int)(long)write(Output, start, bytes.Length);
            return count >= 0 ? count : errno is var error && (error == EAGAIN || error == EINTR) ? 0 : bytes.Length;
        }
    }

    /// <summary>Gives it back as it was found.</summary>
    public void Restore()
    {
        GiveBack();
        _signals.ForEach(static signal => signal.Dispose());
        _signals.Clear();
        AppDomain.CurrentDomain.ProcessExit -= GiveBackAtExit;

        // .NET remembers where it left the cursor; this signal makes it look again.
        kill(getpid(), SIGWINCH);
    }

    public void Dispose()
    {
        Restore();
        _changed.Dispose();
        _input.Dispose();
        _output.Dispose();
        s_taken = 0;
    }

    // Opened anew, so that it can be made not to wait for this session alone: the descriptor itself is shared with the shell that
    // started it. Another user's terminal, after su(1), cannot be.
    private static SafeFileHandle Again(int descriptor, int access)
    {
        fixed (byte* path = new CString($"/proc/self/fd/{descriptor}"))
        {
            int copy = open(path, access | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
            copy = copy >= 0 ? copy : LinuxException.Check(fcntl(descriptor, F_DUPFD_CLOEXEC, 3), "fcntl(F_DUPFD_CLOEXEC)");
            return new SafeFileHandle(copy, ownsHandle: true);
        }
    }

    [System.Diagnostics.CodeAnalysis.SuppressMessage("Interoperability", "CA1416", Justification = "Only Linux has containers.")]
    private void Listen()
    {
        _signals.Add(PosixSignalRegistration.Create(PosixSignal.SIGWINCH, _ => Wake()));
        _signals.Add(PosixSignalRegistration.Create(PosixSignal.SIGCONT, context =>
        {
            // .NET would set the terminal as it had it before.
            context.Cancel = true;
            Wake();
        }));
        _signals.Add(PosixSignalRegistration.Create(PosixSignal.SIGTERM, _ => GiveBack()));
        _signals.Add(PosixSignalRegistration.Create(PosixSignal.SIGHUP, _ => GiveBack()));
        AppDomain.CurrentDomain.ProcessExit += GiveBackAtExit;
    }

    // A signal's handler may run on while its registration is being disposed.
    private void Wake()
    {
        lock (_gate)
        {
            if (_isRaw)
            {
                _changed.Set();
            }
        }
    }

    private void GiveBackAtExit(object? sender, EventArgs e) => GiveBack();

    private void GiveBack()
    {
        lock (_gate)
        {
            if (_isRaw)
            {
                _isRaw = false;
                Apply(_found);
            }
        }
    }

    private void Reapply()
    {
        lock (_gate)
        {
            TerminalSettings now;
            if (_isRaw && GetTerminalSettings(Input, &now) == 0 && !now.Equals(_raw))
            {
                Apply(_raw);
            }
        }
    }

    private void Apply(TerminalSettings settings)
    {
        while (SetTerminalSettings(Input, &settings) < 0 && errno == EINTR)
        {
        }
    }
}
