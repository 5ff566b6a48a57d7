using System.Runtime.InteropServices;
using static Tmds.Linux.LibC;

namespace PSContainer.Interop;

internal static unsafe partial class Interop
{
    public const long DEVPTS_SUPER_MAGIC = 0x1CD1;

    private const int TIOCSCTTY = 0x540E;
    private const int TIOCGWINSZ = 0x5413;
    private const int TIOCSWINSZ = 0x5414;
    private const int TCGETS = 0x5401;
    private const int TCSETS = 0x5402;
    private const int TIOCSPTLCK = 0x40045431;
    private const int TIOCGPTPEER = 0x5441;

    /// <summary>The kernel's <c>struct winsize</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct WindowSize
    {
        public ushort Rows;
        public ushort Columns;
        public ushort PixelWidth;
        public ushort PixelHeight;
    }

    /// <summary>The kernel's <c>struct termios</c>, opaque but for the parts that a raw terminal changes; see <c>termios(3)</c>.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 64)]
    public struct TerminalSettings
    {
        [FieldOffset(0)] public uint Input;
        [FieldOffset(4)] public uint Output;
        [FieldOffset(8)] public uint Control;
        [FieldOffset(12)] public uint Local;
        [FieldOffset(22)] private byte _timeout;
        [FieldOffset(23)] private byte _least;

        // All that the kernel knows of it.
        private const int KernelBytes = 36;

        /// <summary>The same, with a line's end written as it is and not as two characters.</summary>
        public readonly TerminalSettings WithPlainLines()
        {
            const uint OnlCr = 0x4;
            TerminalSettings plain = this;
            plain.Output &= ~OnlCr;
            return plain;
        }

        /// <summary>The same, made raw as <c>cfmakeraw(3)</c> does, save that what is written is still processed.</summary>
        public readonly TerminalSettings ToRaw()
        {
            const uint IgnBrk = 0x1, BrkInt = 0x2, ParMrk = 0x8, IStrip = 0x20, InlCr = 0x40, IgnCr = 0x80, ICrNl = 0x100, IxOn = 0x400;
            const uint ISig = 0x1, ICanon = 0x2, Echo = 0x8, EchoNl = 0x40, IExten = 0x8000, CSize = 0x30, ParEnb = 0x100, Cs8 = 0x30;
            TerminalSettings raw = this;
            raw.Input &= ~(IgnBrk | BrkInt | ParMrk | IStrip | InlCr | IgnCr | ICrNl | IxOn);
            raw.Local &= ~(Echo | EchoNl | ICanon | ISig | IExten);
            raw.Control = (raw.Control & ~(CSize | ParEnb)) | Cs8;
            return raw;
        }

        /// <summary>The same, made raw as <c>cfmakeraw(3)</c> does: what is read and written is passed on as it is.</summary>
        public readonly TerminalSettings ToFullyRaw()
        {
            const uint OPost = 0x1;
            TerminalSettings raw = ToRaw();
            raw.Output &= ~OPost;
            raw._least = 1;
            raw._timeout = 0;
            return raw;
        }

        /// <summary>Whether the kernel makes no difference between them.</summary>
        public readonly bool Equals(TerminalSettings other)
        {
            ReadOnlySpan<byte> these = MemoryMarshal.AsBytes(new ReadOnlySpan<TerminalSettings>(in this));
            return these[..KernelBytes].SequenceEqual(MemoryMarshal.AsBytes(new ReadOnlySpan<TerminalSettings>(in other))[..KernelBytes]);
        }
    }

    /// <summary>Lets the other end of a new terminal be opened.</summary>
    public static int UnlockTerminal(int master)
    {
        int unlocked = 0;
        return ioctl(master, TIOCSPTLCK, &unlocked);
    }

    /// <summary>Opens the other end of a terminal, by descriptor alone (TIOCGPTPEER); see <c>ioctl_tty(2)</c>.</summary>
    public static int OpenTerminalPeer(int master) => ioctl(master, TIOCGPTPEER, O_RDWR | O_NOCTTY | O_CLOEXEC);

    /// <summary>Makes a terminal the controlling one of the caller's session.</summary>
    public static int SetControllingTerminal(int terminal) => ioctl(terminal, TIOCSCTTY, 0);

    public static int GetWindowSize(int terminal, WindowSize* size) => ioctl(terminal, TIOCGWINSZ, size);

    public static int SetWindowSize(int terminal, WindowSize* size) => ioctl(terminal, TIOCSWINSZ, size);

    /// <summary>Fails with ENOTTY on what is no terminal.</summary>
    public static int GetTerminalSettings(int terminal, TerminalSettings* settings) => ioctl(terminal, TCGETS, settings);

    public static int SetTerminalSettings(int terminal, TerminalSettings* settings) => ioctl(terminal, TCSETS, settings);
}
