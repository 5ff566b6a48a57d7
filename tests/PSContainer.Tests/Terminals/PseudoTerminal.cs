using System.Diagnostics;
using System.Text;
using PSContainer.Errors;
using PSContainer.Interop;
using PSContainer.Tests.Engine;
using static PSContainer.Interop.Interop;
using static Tmds.Linux.LibC;

namespace PSContainer.Tests.Terminals;

/// <summary>A terminal with somebody at it, who types and looks: a script runs there in an engine of its own, with the module imported.</summary>
internal sealed unsafe class PseudoTerminal : IDisposable
{
    public const string Type = "xterm-256color";

    private readonly int _master;
    private readonly int _slave;
    private readonly Process _process;
    private readonly string _script;
    private readonly List<byte> _shown = [];
    private readonly Thread _reader;
    private volatile bool _closing;
    private int _seen;

    private PseudoTerminal(string script, int rows, int columns)
    {
        fixed (byte* multiplexer = "/dev/ptmx\0"u8)
        {
            _master = LinuxException.Check(open(multiplexer, O_RDWR | O_NOCTTY | O_CLOEXEC), "open", "/dev/ptmx");
        }

        UnlockTerminal(_master);
        _slave = LinuxException.Check(OpenTerminalPeer(_master), "ioctl(TIOCGPTPEER)");
        Resize(rows, columns);
        Found = Settings;
        _script = Path.Combine(Path.GetTempPath(), $"terminal-{Guid.NewGuid():n}.ps1");
        File.WriteAllText(_script, $"Import-Module '{EngineFiles.Readable.ModuleManifest}'\n{script}\n'the script ' + 'ended'\n");
        string name = File.ResolveLinkTarget($"/proc/self/fd/{_slave}", returnFinalTarget: false)!.FullName;
        string[] arguments = ["-c", "exec 0<>$1 1>&0 2>&0; shift; exec setsid --ctty \"$@\"", "sh", name, EngineFiles.Readable.Host, _script];
        var start = new ProcessStartInfo("sh", arguments) { WorkingDirectory = "/" };
        start.Environment["TERM"] = Type;
        _process = Process.Start(start)!;
        _reader = new Thread(Read) { IsBackground = true };
        _reader.Start();
    }

    /// <summary>The engine's pid.</summary>
    public int EngineId => _process.Id;

    /// <summary>The settings before anything ran there.</summary>
    public TerminalSettings Found { get; }

    /// <summary>The settings now.</summary>
    public TerminalSettings Settings
    {
        get
        {
            TerminalSettings settings;
            LinuxException.Check(GetTerminalSettings(_master, &settings), "ioctl(TCGETS)");
            return settings;
        }
    }

    /// <summary>What another program at the terminal might do.</summary>
    public void SetSettings(TerminalSettings settings) => LinuxException.Check(SetTerminalSettings(_slave, &settings), "ioctl(TCSETS)");

    /// <summary>The device number of its file system, as <c>stat -c %d</c> gives it.</summary>
    public string FileSystem => Capture($"stat -L -c %d /proc/{Environment.ProcessId}/fd/{_slave}");

    public string Text
    {
        get
        {
            lock (_shown)
            {
                return Encoding.UTF8.GetString(_shown.ToArray());
            }
        }
    }

    public static PseudoTerminal Run(string script, int rows = 33, int columns = 101) => new(script, rows, columns);

    public void Resize(int rows, int columns)
    {
        var size = new WindowSize { Rows = (ushort)rows, Columns = (ushort)columns };
        LinuxException.Check(SetWindowSize(_master, &size), "ioctl(TIOCSWINSZ)");
    }

    public void Enter(string text) => Enter(Encoding.UTF8.GetBytes(text));

    public void Enter(ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            fixed (byte* start = bytes)
            {
                long count = (long)write(_master, start, bytes.Length);
                bytes = bytes[(int)LinuxException.Check((int)count, "write", "the terminal")..];
            }
        }
    }

    /// <summary>Waits until a text is shown after what was seen last.</summary>
    public void Expect(string text, int seconds = 300)
    {
        byte[] wanted = Encoding.UTF8.GetBytes(text);
        bool Seen()
        {
            lock (_shown)
            {
                int index = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_shown)[_seen..].IndexOf(wanted);
                _seen += index < 0 ? 0 : index + wanted.Length;
                return index >= 0;
            }
        }

        Assert.True(SpinUntil(Seen, seconds), $"'{text}' was not shown within {seconds} s after: {Text[..]}");
    }

    /// <summary>Waits until something holds.</summary>
    public static bool SpinUntil(Func<bool> condition, int seconds = 300)
    {
        var clock = Stopwatch.StartNew();
        while (!condition())
        {
            if (clock.Elapsed > TimeSpan.FromSeconds(seconds))
            {
                return false;
            }

            Thread.Sleep(5);
        }

        return true;
    }

    /// <summary>The script is over, and the terminal as it was.</summary>
    public void ExpectEnd()
    {
        Expect("the script ended");
        Assert.True(_process.WaitForExit(TimeSpan.FromSeconds(60)), "The engine did not end.");
        ExpectRestored();
    }

    public void ExpectRestored() => Assert.True(SpinUntil(() => Settings.Equals(Found), 30), "The terminal was not restored.");

    /// <summary>Sends a signal to the engine, or another process.</summary>
    public void Signal(int signal, int? pid = null) => kill(pid ?? EngineId, signal);

    public void WaitForExit() => Assert.True(_process.WaitForExit(TimeSpan.FromSeconds(60)), "The engine did not end.");

    /// <summary>What a shell on the host says.</summary>
    public static string Capture(string command)
    {
        using Process shell = Process.Start(new ProcessStartInfo("sh", ["-c", command]) { RedirectStandardOutput = true })!;
        return shell.StandardOutput.ReadToEnd().Trim();
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            kill(EngineId, SIGKILL);
            _process.WaitForExit();
        }

        _closing = true;
        _reader.Join();
        close(_slave);
        close(_master);
        _process.Dispose();
        File.Delete(_script);
    }

    private void Read()
    {
        const int size = 64 << 10;
        byte* buffer = stackalloc byte[size];
        var file = new Tmds.Linux.pollfd { fd = _master, events = (short)POLLIN };
        while (!_closing)
        {
            if (poll(&file, 1, 50) > 0 && (long)read(_master, buffer, size) is var count and > 0)
            {
                lock (_shown)
                {
                    _shown.AddRange(new ReadOnlySpan<byte>(buffer, (int)count));
                }
            }
        }
    }
}
