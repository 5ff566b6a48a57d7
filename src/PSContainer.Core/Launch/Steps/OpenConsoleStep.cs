using PSContainer.Errors;
using PSContainer.Interop;
using PSContainer.Oci;
using Tmds.Linux;
using static PSContainer.Interop.Interop;
using static Tmds.Linux.LibC;

namespace PSContainer.Launch.Steps;

/// <summary>
/// Makes the process's terminal in the container's own devpts, takes one end as its stdin, stdout, stderr and controlling terminal,
/// and sends the other to whoever looks after it. Nothing is looked up by a name that the image could have put there: the other
/// end comes from the first's descriptor (CVE-2025-52565), and a terminal of its own cannot be typed into from inside (CVE-2017-5226).
/// </summary>
internal sealed unsafe class OpenConsoleStep : LaunchStep
{
    private const uint CharacterDevice = 0x2000;
    private const ulong MultiplexerNumber = (5 << 8) | 2;

    private static readonly CString s_multiplexer = new("dev/pts/ptmx");

    private readonly ConsoleSize? _size;
    private readonly uint _owner;
    private readonly bool _plain;

    public OpenConsoleStep(ConsoleSize? size, uint owner, bool plain)
    {
        _size = size;
        _owner = owner;
        _plain = plain;
    }

    public override string Name => "Console";

    public override string Description => "make a terminal, and send its other end out";

    public override void Execute(LaunchContext context)
    {
        int master = OpenMaster(context);
        LinuxException.Check(UnlockTerminal(master), "ioctl(TIOCSPTLCK)", "/dev/pts/ptmx");
        int slave = LinuxException.Check(OpenTerminalPeer(master), "ioctl(TIOCGPTPEER)", "/dev/pts/ptmx");
        SetUp(master, slave);
        LinuxException.Check(SendDescriptor(context.ConsoleSocket, "/dev/ptmx"u8, master), "sendmsg", "the console socket");
        close(master);
        close(context.ConsoleSocket);
        for (int file = STDIN_FILENO; file <= STDERR_FILENO; file++)
        {
            LinuxException.Check(dup2(slave, file), "dup2");
        }

        context.Console = slave;
        LinuxException.Check(SetControllingTerminal(STDIN_FILENO), "ioctl(TIOCSCTTY)");
    }

    private static int OpenMaster(LaunchContext context)
    {
        int master = LinuxException.Check(context.OpenInRoot(s_multiplexer, O_RDWR | O_NOCTTY), "openat2", "/dev/pts/ptmx");
        stat status;
        FileSystemStatus system;
        LinuxException.Check(fstat(master, &status), "fstat", "/dev/pts/ptmx");
        LinuxException.Check(FileStatFs(master, &system), "fstatfs", "/dev/pts/ptmx");
        bool genuine = ((uint)status.st_mode & 0xf000) == CharacterDevice && (ulong)status.st_rdev == MultiplexerNumber
            && system.Type == DEVPTS_SUPER_MAGIC;
        return genuine ? master : throw new LinuxException("fstat", ENODEV, "/dev/pts/ptmx");
    }

    private void SetUp(int master, int slave)
    {
        if (_size is { } given)
        {
            var size = new WindowSize { Rows = given.Height, Columns = given.Width };
            LinuxException.Check(SetWindowSize(master, &size), "ioctl(TIOCSWINSZ)");
        }

        if (_plain)
        {
            TerminalSettings settings;
            LinuxException.Check(GetTerminalSettings(slave, &settings), "ioctl(TCGETS)");
            settings = settings.WithPlainLines();
            LinuxException.Check(SetTerminalSettings(slave, &settings), "ioctl(TCSETS)");
        }

        // The group is the file system's to say (its option gid).
        LinuxException.Check(fchown(slave, _owner, uint.MaxValue), "fchown", "the terminal");
    }
}
