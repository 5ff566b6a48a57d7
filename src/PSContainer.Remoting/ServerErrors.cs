using System.Globalization;
using PSContainer.Containers;
using PSContainer.Errors;
using PSContainer.Protocol;

namespace PSContainer.Remoting;

/// <summary>What can go wrong with a pwsh in a container.</summary>
internal static class ServerErrors
{
    public static ContainerException Closed() => new(
        "Session.Closed", ErrorKind.OperationFailed, "The session is closed.", null);

    /// <summary>pwsh wrote something else than PowerShell remoting.</summary>
    public static ContainerException NotRemoting(string container, string text) => new(
        "Session.NotPSRP", ErrorKind.InvalidData,
        $"What pwsh in the container '{container}' wrote is no PowerShell remoting: '{ServerMessage.Show(text)}'.", container,
        "In a session nothing but pwsh itself may write to standard output: look for a script in pwsh's place, or a program that writes to the console.");

    public static ContainerException LineTooLong(int limit) => new(
        "Session.OversizedFragment", ErrorKind.InvalidData,
        string.Create(CultureInfo.InvariantCulture, $"pwsh in the container wrote a message of more than {limit >> 10} KB, which no PowerShell does."), null,
        "The session was ended: what runs in the container cannot be trusted, or is no pwsh.");

    public static ContainerException ObjectTooLarge(string container, long limit) => new(
        "Session.OversizedObject", ErrorKind.InvalidData,
        string.Create(CultureInfo.InvariantCulture, $"An object of the container '{container}' has more than {limit >> 20} MB."), container,
        "Return it in parts, or its data as a file.");

    public static ContainerException Silent(string container, TimeSpan time, string errorText) => new(
        "Session.OpenTimeout", ErrorKind.TimedOut,
        string.Create(CultureInfo.InvariantCulture, $"pwsh in the container '{container}' said nothing within {time.TotalSeconds:0.#} s{Said(errorText)}."), container,
        "It was ended. Look whether it starts at all: Invoke-ContainerCommand with the same parameters, and pwsh -NoProfile -Command 1.");

    /// <summary>pwsh ended by itself.</summary>
    public static ContainerException Ended(string container, ExitResult exit, bool wasOpen, bool containerIsGone, string errorText)
    {
        if (exit.OomKilled && exit.Code != 0)
        {
            return OutOfMemory.Error(exit.MemoryLimit);
        }

        string when = wasOpen ? "while the session was open" : "before the session was open";
        string how = exit.Signal > 0 ? $"by signal {exit.Signal}" : $"with exit code {exit.Code}";
        return containerIsGone
            ? new ContainerException(
                "Session.ContainerEnded", ErrorKind.InvalidState, $"The container '{container}' ended, or was removed, {when}{Said(errorText)}.", container,
                "Open another: New-ContainerSession.")
            : new ContainerException(
                "Session.ServerEnded", ErrorKind.OperationFailed, $"pwsh in the container '{container}' ended {when}, {how}{Said(errorText)}.", container);
    }

    private static string Said(string errorText) => errorText.Length == 0 ? "" : $"; it wrote: {errorText}";
}
