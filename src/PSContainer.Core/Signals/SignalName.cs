using System.Globalization;
using PSContainer.Errors;
using PSContainer.Interop;
using PSContainer.Json;
using PSContainer.Oci;

namespace PSContainer.Signals;

/// <summary>Signals by name and number, as <c>kill -l</c> has them. The numbers are those of x86-64 and arm64.</summary>
internal static class SignalName
{
    private const string Prefix = "SIG";
    private const string FirstRealTimeName = "RTMIN";
    private const string LastRealTimeName = "RTMAX";

    // The kernel's are from 32 on; both C libraries keep two or three for themselves, and glibc's count is the usual one.
    private const int FirstRealTime = 34;
    private const int LastRealTime = Interop.Interop.LastSignal;

    private static readonly string[] s_names =
    [
        "", "HUP", "INT", "QUIT", "ILL", "TRAP", "ABRT", "BUS", "FPE", "KILL", "USR1", "SEGV", "USR2", "PIPE", "ALRM", "TERM", "STKFLT",
        "CHLD", "CONT", "STOP", "TSTP", "TTIN", "TTOU", "URG", "XCPU", "XFSZ", "VTALRM", "PROF", "WINCH", "IO", "PWR", "SYS",
    ];

    /// <summary>The numbers that have a name of their own.</summary>
    public static IEnumerable<int> Named => Enumerable.Range(1, s_names.Length - 1);

    /// <summary>The number of <c>SIGTERM</c>, <c>TERM</c>, <c>term</c>, <c>15</c>, <c>SIGRTMIN+3</c> …</summary>
    /// <exception cref="ContainerException"><c>Signal.Unknown</c>.</exception>
    public static int Parse(string text) => TryParse(text) ?? throw Unknown(text);

    /// <inheritdoc cref="Parse"/>
    /// <returns>Null where it is none.</returns>
    public static int? TryParse(string text)
    {
        if (text.Length > 0 && char.IsAsciiDigit(text[0]))
        {
            return Number(text) is >= 1 and <= LastRealTime and var number ? number : null;
        }

        string name = text.ToUpperInvariant();
        name = name.StartsWith(Prefix, StringComparison.Ordinal) ? name[Prefix.Length..] : name;
        int index = name.Length == 0 ? -1 : Array.IndexOf(s_names, name);
        return index > 0 ? index : Synonym(name) ?? RealTime(name);
    }

    /// <summary>The usual name: <c>SIGTERM</c>, <c>SIGRTMIN+3</c>; the number where it has none.</summary>
    public static string Of(int signal) => signal switch
    {
        > 0 when signal < s_names.Length => Prefix + s_names[signal],
        FirstRealTime => Prefix + FirstRealTimeName,
        > FirstRealTime and <= LastRealTime => $"{Prefix}{FirstRealTimeName}+{signal - FirstRealTime}",
        _ => signal.ToString(CultureInfo.InvariantCulture),
    };

    /// <summary>What a signal does by default.</summary>
    public static SignalAction DefaultAction(int signal) => Of(signal) switch
    {
        "SIGCHLD" or "SIGCONT" or "SIGURG" or "SIGWINCH" => SignalAction.Ignore,
        "SIGSTOP" or "SIGTSTP" or "SIGTTIN" or "SIGTTOU" => SignalAction.Stop,
        _ => SignalAction.Terminate,
    };

    private static int? Synonym(string name) => name switch
    {
        "IOT" => Array.IndexOf(s_names, "ABRT"),
        "CLD" => Array.IndexOf(s_names, "CHLD"),
        "POLL" => Array.IndexOf(s_names, "IO"),
        _ => null,
    };

    private static int? RealTime(string name)
    {
        bool fromFirst = name.StartsWith(FirstRealTimeName, StringComparison.Ordinal);
        if (!fromFirst && !name.StartsWith(LastRealTimeName, StringComparison.Ordinal))
        {
            return null;
        }

        int? signal = name[FirstRealTimeName.Length..] switch
        {
            "" => fromFirst ? FirstRealTime : LastRealTime,
            ['+', .. var more] when fromFirst => FirstRealTime + Number(more),
            ['-', .. var less] when !fromFirst => LastRealTime - Number(less),
            _ => null,
        };
        return signal is >= FirstRealTime and <= LastRealTime ? signal : null;
    }

    // Digits only, and no 0 in front: what looks odd is a slip.
    private static int? Number(string digits) =>
        digits is not ['0', _, ..] && StrictNumber.TryParse(digits, out int number) ? number : null;

    private static ContainerException Unknown(string text) => new(
        "Signal.Unknown", ErrorKind.InvalidArgument, $"'{JsonText.Show(text)}' is not a signal.", text,
        $"Known are the numbers 1 to {LastRealTime}, RTMIN to RTMIN+{LastRealTime - FirstRealTime}, and {string.Join(", ", s_names.AsSpan(1).ToArray())}, each with or without SIG.");
}
