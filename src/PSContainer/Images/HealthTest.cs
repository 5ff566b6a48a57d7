namespace PSContainer.Commands;

/// <summary>The command by which a container's health is told, as an image's configuration and people write it.</summary>
internal static class HealthTest
{
    /// <summary>A line for the shell as a command.</summary>
    public static IReadOnlyList<string> Shell(string line) => ["/bin/sh", "-c", line];

    /// <summary>An image's test as a command; empty where it has none (<c>NONE</c>) or one of a kind that nobody knows.</summary>
    public static IReadOnlyList<string> Command(IReadOnlyList<string> test) => test switch
    {
        ["CMD", _, ..] => [.. test.Skip(1)],
        ["CMD-SHELL", var line, ..] => Shell(line),
        _ => [],
    };
}
