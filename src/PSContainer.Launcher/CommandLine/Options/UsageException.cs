namespace PSContainer.Launcher.CommandLine;

/// <summary>A command line that makes no sense.</summary>
internal sealed class UsageException(string message) : Exception(message)
{
    public static UsageException Unknown(string argument) => new($"unknown option '{argument}'");

    public static UsageException NoValue(string argument) => new($"option '{argument}' needs a value");

    public static UsageException BadFlag(string argument) => new($"option '{argument}' is either true or false");

    public static UsageException Bad(CommandOption option, string expected) =>
        new($"--{option.Name} is '{option.Text}', and must be {expected}");
}
