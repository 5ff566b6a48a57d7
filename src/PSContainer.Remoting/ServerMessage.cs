using System.Text;

namespace PSContainer.Remoting;

/// <summary>The lines that a PowerShell server writes (MS-PSRP over standard output): each is one element.</summary>
internal static class ServerMessage
{
    /// <summary>The longest line that is taken. A fragment has 32 KB, as base64 44 KB; no server has reason to write ten times that.</summary>
    public const int MaxBytes = 512 << 10;

    /// <summary>What a server says last.</summary>
    public const string CloseAcknowledgement = "<CloseAck PSGuid='00000000-0000-0000-0000-000000000000' />";

    private static readonly string[] s_beginnings = ["<Data ", "<DataAck ", "<CommandAck ", "<SignalAck ", "<CloseAck "];

    /// <summary>Whether a line may be one of a server.</summary>
    public static bool IsOne(string line) => s_beginnings.Any(beginning => line.StartsWith(beginning, StringComparison.Ordinal));

    /// <summary>Whether the server says that the session, not one command, is closed.</summary>
    public static bool ClosesSession(string line) =>
        line.StartsWith("<CloseAck ", StringComparison.Ordinal) && line.Contains(Guid.Empty.ToString(), StringComparison.Ordinal);

    /// <summary>Whether the server answers a message of the client's.</summary>
    public static bool IsAnswered(ReadOnlySpan<byte> message) => message.StartsWith("<Data "u8) || message.StartsWith("<Command "u8);

    /// <summary>Whether a line of the server's is such an answer.</summary>
    public static bool Answers(string line) =>
        line.StartsWith("<DataAck ", StringComparison.Ordinal) || line.StartsWith("<CommandAck ", StringComparison.Ordinal);

    /// <summary>Text of a container, fit to be shown: short, and without what a terminal would obey.</summary>
    public static string Show(string text, int length = 200)
    {
        var shown = new StringBuilder(text.Trim(), 0, int.Min(length, text.Trim().Length), length);
        for (int i = 0; i < shown.Length; i++)
        {
            shown[i] = char.IsControl(shown[i]) && shown[i] != '\n' ? '?' : shown[i];
        }

        return text.Trim().Length > length ? $"{shown}…" : shown.ToString();
    }
}
