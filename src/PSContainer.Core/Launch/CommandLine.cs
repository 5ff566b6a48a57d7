namespace PSContainer.Launch;

/// <summary>Command lines as text for people.</summary>
internal static class CommandLine
{
    /// <summary>The arguments in one line, those that a shell would split or expand in single quotes.</summary>
    public static string Quote(IEnumerable<string> arguments) => string.Join(' ', arguments.Select(Quote));

    private static string Quote(string argument) =>
        argument.Length > 0 && argument.All(static c => char.IsLetterOrDigit(c) || "_-./:=@%+,".Contains(c))
            ? argument
            : "'" + argument.Replace("'", "'\\''") + "'";
}
