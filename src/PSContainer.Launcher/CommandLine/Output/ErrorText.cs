using PSContainer.Errors;

namespace PSContainer.Launcher.CommandLine;

/// <summary>
/// Errors as one line for people and for the programs that look for certain words in it: Podman and containerd tell "not found" and
/// "permission denied" by the system's texts, and a container that is not there by "does not exist".
/// </summary>
internal static class ErrorText
{
    public static string Of(ContainerException error) => error.ErrorId switch
    {
        "Container.NotFound" => $"container '{error.Target}' does not exist",
        "Container.InvalidId" => $"invalid container ID format: invalid character in container ID: {error.Message}",
        "Container.NotRunning" => $"container not running: {error.Target}",
        "Container.IdInUse" => $"container with given ID already exists: {error.Message}",
        "Command.NotFound" when error.Target?.ToString()?.Contains('/') == true => $"exec {error.Target}: no such file or directory",
        "Command.NotFound" => $"exec: '{error.Target}': executable file not found in $PATH: no such file or directory",
        _ => WithCause(error),
    };

    private static string WithCause(ContainerException error)
    {
        if (error.InnerException is not LinuxException cause)
        {
            return error.Message;
        }

        string text = Errno.Describe(cause.ErrorNumber);
        return error.Message.Contains(text, StringComparison.Ordinal) ? error.Message : $"{error.Message} ({cause.Function}: {text})";
    }
}
