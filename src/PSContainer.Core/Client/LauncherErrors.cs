using System.Globalization;
using PSContainer.Errors;

namespace PSContainer.Client;

/// <summary>Why the launcher could not be started.</summary>
internal static class LauncherErrors
{
    private const string Reinstall = "Install the module anew, or build it: dotnet build PSContainer.sln.";

    public static ContainerException NotFound(string path, LinuxException inner) => new(
        "Launcher.NotFound", ErrorKind.NotFound, $"The launcher '{path}' cannot be read: {inner.Message}.", path, Reinstall, inner);

    public static ContainerException NotExecutable(string path, LinuxException inner) => new(
        "Launcher.NotExecutable", ErrorKind.PermissionDenied, $"The launcher '{path}' is not executable.", path,
        $"Make it so: chmod +x '{path}'.", inner);

    public static ContainerException Memfd(LinuxException inner) => new(
        $"Launcher.Memfd.{inner.ErrorName}", ErrorKind.NotSupported, $"No safe copy of the launcher can be made: {inner.Message}.", null,
        "If sysctl vm.memfd_noexec is 2, set it to 1 or 0, or run as root.", inner);

    public static ContainerException Spawn(int errno) => new(
        $"Launcher.Spawn.{Errno.Name(errno)}", ErrorKind.OperationFailed, $"The launcher could not be started: {Errno.Describe(errno)}.",
        null, errno == Errno.EAGAIN ? "A limit on processes is reached (ulimit -u, pids.max)." : null,
        new LinuxException("posix_spawn", errno));

    public static ContainerException TooLarge(int bytes) => new(
        "Command.TooLong", ErrorKind.InvalidArgument,
        string.Create(CultureInfo.InvariantCulture, $"The command line, the environment and the settings are {bytes >> 20} MB long together."), null,
        "Linux takes about 2 MB: hand the command its data on standard input or in a file.");

    public static ContainerException Died() => new(
        "Launcher.Died", ErrorKind.OperationFailed, "The launcher ended without an answer: it was killed.", null,
        "Get-Container shows what is left; Remove-Container -Force clears it.");
}
