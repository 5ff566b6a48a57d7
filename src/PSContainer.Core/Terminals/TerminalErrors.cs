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

    public static ContainerException NotAttachable(string container, LinuxException error) => new(
        "Terminal.NotAttachable", ErrorKind.InvalidState,
        error.ErrorNumber == Errno.EACCES ? $"The terminal of the container '{container}' is another user's." : $"The container '{container}' has no terminal that could be attached to: it was started without one.",
        container, "Start it with one: New-NamespacedProcess -Terminal …; or open another in it: Enter-Container without -Attach.", error);

    public static ContainerException NoCommand() => new(
        "Terminal.NoCommand", ErrorKind.InvalidArgument, "A terminal takes a command, and there is none.", "-Terminal", "Give a command, such as a shell.");

    public static ContainerException Redirected() => new(
        "Terminal.Redirected", ErrorKind.InvalidArgument, "A command with a terminal writes to it alone: its output cannot be redirected to a file.", "-Terminal",
        "Leave out -Terminal, or the redirection.");
}
