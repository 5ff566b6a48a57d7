using System.Runtime.InteropServices;
using PSContainer.Interop;
using static PSContainer.Interop.Interop;
using static Tmds.Linux.LibC;

namespace PSContainer.Terminals;

/// <summary>
/// Restores the caller's terminal where the caller was killed and could not. The caller leaves the terminal and its settings in the
/// launcher's socket; the launcher looks there only when its work is over.
/// </summary>
internal static unsafe class TerminalGuard
{
    [StructLayout(LayoutKind.Sequential)]
    private struct Word
    {
        public TerminalSettings Found;
        public TerminalSettings Raw;
    }

    /// <summary>Leaves word. Where it cannot be left, nobody but the caller restores.</summary>
    public static void Send(int socket, CallerTerminal terminal)
    {
        var word = new Word { Found = terminal.Settings.Found, Raw = terminal.Settings.Raw };
        SendDescriptor(socket, MemoryMarshal.AsBytes(new ReadOnlySpan<Word>(in word)), terminal.Input);
    }

    /// <summary>
    /// Waits until the caller has closed its end, which it does when the terminal is restored, or is dead. Restores then, if there is
    /// word, and the terminal is still as the caller had set it: it may be somebody else's by now.
    /// </summary>
    public static void Restore(int socket)
    {
        Word word;
        int length = ReceiveDescriptor(socket, new Span<byte>(&word, sizeof(Word)), out int terminal);
        byte more;
        long got = length;
        while (got > 0 || (got < 0 && errno == EINTR))
        {
            got = (long)recv(socket, &more, 1, 0);
        }

        TerminalSettings now;
        if (length == sizeof(Word) && terminal >= 0 && GetTerminalSettings(terminal, &now) == 0 && now.Equals(word.Raw))
        {
            SetTerminalSettings(terminal, &word.Found);
        }

        _ = terminal < 0 ? 0 : close(terminal);
    }
}
