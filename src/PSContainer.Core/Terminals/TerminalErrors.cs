using PSContainer.Errors;

namespace PSContainer.Terminals;

/// <summary>What can be wrong with a caller's terminal.</summary>
internal static class TerminalErrors
{
    public static ContainerException None(string which) => new(
        "Terminal.None", ErrorKind.InvalidState, $"This needs a terminal, and the session's standard {which} is none.", which,
        "Run it at a terminal, with neither input nor output redirected; without one, Invoke-ContainerCommand takes input and gives output by the pipeline.");

    public static ContainerException NoHost(string host) => new(
        "Terminal.NoHost", ErrorKind.InvalidState, $"This needs a terminal, and the session has none: its host is '{host}'.", host,
        "Run it at a prompt, not in a job or in a remote session.");

    public static ContainerException Busy() => new(
        "Terminal.Busy", ErrorKind.InvalidState, "The terminal is already in use: another command of this process is interactive.", null,
        "One at a time. End the other, or use another terminal.");

    public static ContainerException Lost() => new(
        "Terminal.Lost", ErrorKind.OperationFailed, "The launcher did not hand over the terminal that it made.");
}
