using PSContainer.Oci;
using static PSContainer.Interop.Interop;

namespace PSContainer.Commands;

/// <summary>A process that is to have a terminal of its own.</summary>
internal static class TerminalRequest
{
    private const string Variable = "TERM";
    private const int LongestType = 64;

    // What programs take a terminal for that does not know its size.
    private static readonly WindowSize s_usual = new() { Rows = 24, Columns = 80 };

    /// <summary>Gives it a terminal.</summary>
    /// <param name="process">The process.</param>
    /// <param name="size">The size of the session's terminal; null where it has none, or does not know.</param>
    /// <param name="environment">The variables that the user gives: with TERM among them, the session's is not handed on.</param>
    public static void Prepare(ProcessSpec process, WindowSize? size, IReadOnlyDictionary<string, string> environment)
    {
        WindowSize window = size ?? s_usual;
        process.Terminal = true;
        process.ConsoleSize = new ConsoleSize { Height = window.Rows, Width = window.Columns };
        if (!environment.ContainsKey(Variable) && Environment.GetEnvironmentVariable(Variable) is { Length: > 0 and <= LongestType } type)
        {
            process.Env = [.. (process.Env ?? []).Where(static entry => !entry.StartsWith(Variable + "=", StringComparison.Ordinal)), $"{Variable}={type}"];
        }
    }
}
