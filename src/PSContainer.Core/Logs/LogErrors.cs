using PSContainer.Errors;

namespace PSContainer.Logs;

/// <summary>Why a log cannot be written or read.</summary>
internal static class LogErrors
{
    public static ContainerException CannotOpen(string path, int errno) => new(
        $"Log.CannotOpen.{Errno.Name(errno)}", State.StateErrors.KindOf(errno), $"The folder '{path}' for the log cannot be used: {Errno.Describe(errno)}.", path,
        "Give a folder that exists and may be written to: in it, one is made for the container.", new LinuxException("mkdir", errno, path));

    public static ContainerException NotPrivate(string path) => new(
        "Log.NotPrivate", ErrorKind.PermissionDenied, $"The folder '{path}' for the log is another user's, or others may write in it.", path,
        "Give a folder in which only you can write.");

    public static ContainerException None(Container container) => new(
        "Log.None", ErrorKind.NotFound, $"The container '{container.Name}' has no log.", container,
        "Logged is what the command of a container of New-NamespacedProcess or New-Container writes, unless it goes to files or -NoLog says otherwise.");

    public static ContainerException CannotRead(Container container, LinuxException error) => new(
        $"Log.Read.{error.ErrorName}", State.StateErrors.KindOf(error.ErrorNumber), $"The log of the container '{container.Name}' cannot be read: {error.Message}.", container, null, error);
}
