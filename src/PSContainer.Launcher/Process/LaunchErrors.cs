using PSContainer.Errors;

namespace PSContainer.Launcher.Process;

/// <summary>Turns what failed in a launch into errors that say what was being done and what helps.</summary>
internal static class LaunchErrors
{
    public static ContainerException Step(StepFailure failure) => failure.Name switch
    {
        "Command" => Command(failure.Error),
        "Hook" => Hook(failure.Description, failure.Error),
        "Namespace" when failure.Error is { Function: "clone3", ErrorNumber: Errno.ENOMEM } => Ended(failure.Error),
        _ => Create(failure.Name, failure.Description, failure.Error),
    };

    /// <summary>A hook failed: it could not be executed, or says so by its end.</summary>
    public static ContainerException Hook(string title, LinuxException error) => new(
        error.ErrorNumber switch { 0 => "Hook.Failed", Errno.ETIMEDOUT => "Hook.TimedOut", _ => $"Hook.{error.ErrorName}" },
        error.ErrorNumber == Errno.ETIMEDOUT ? ErrorKind.TimedOut : ErrorKind.OperationFailed,
        $"error running {title}: {(error.ErrorNumber == 0 ? error.Function : $"{error.Function}: {Errno.Describe(error.ErrorNumber)}")} ('{error.Path}')",
        error.Path, null, error.ErrorNumber == 0 ? null : error);

    /// <summary>A call of the launcher's own failed, outside the plan.</summary>
    public static ContainerException Call(LinuxException error) => error.Function == "clone3"
        ? Create("Clone", "create the process with its namespaces", error)
        : Create("Launch", "prepare the launch", error);

    public static ContainerException Vanished() => new(
        "Launch.Vanished", ErrorKind.OperationFailed, "The container's first process died while it was set up.", null,
        "It was killed from outside, or had too little memory.");

    // pid_namespaces(7): once its process 1 has ended, a PID namespace takes no other.
    private static ContainerException Ended(LinuxException error) => new(
        "Namespace.Ended", ErrorKind.InvalidState, "The PID namespace to join has ended: its process 1 is gone.", null,
        "Get-Container shows what runs.", error);

    private static ContainerException Create(string step, string doing, LinuxException error) => new(
        $"{step}.{Pascal(error.Function)}.{error.ErrorName}", KindOf(error.ErrorNumber), $"Could not {doing}: {error.Message}.",
        error.Path, LaunchRemedies.For(step, error), error);

    private static ContainerException Command(LinuxException error) => error.ErrorNumber switch
    {
        Errno.ENOENT => new(
            "Command.NotFound", ErrorKind.NotFound, $"The command '{error.Path}' is not found in the container.", error.Path,
            "Give its path inside the container, or check PATH and the root.", error),
        Errno.EACCES => new(
            "Command.NotExecutable", ErrorKind.PermissionDenied, $"The command '{error.Path}' may not be executed.", error.Path,
            "It has to be an executable file (chmod +x) on a mount without noexec.", error),
        Errno.ENOEXEC => new(
            "Command.NotExecutable", ErrorKind.InvalidData, $"The command '{error.Path}' is no program of this machine's architecture and has no #! line.",
            error.Path, "Run a script through its interpreter: sh SCRIPT.", error),
        Errno.E2BIG => new(
            "Command.TooLong", ErrorKind.InvalidArgument, $"The command '{error.Path}' has more arguments and environment than Linux allows.",
            error.Path, "One argument may have 131,071 bytes, and all together a quarter of the stack limit. Hand larger data over by standard input or a file.", error),
        _ => Create("Command", $"execute '{error.Path}'", error),
    };

    private static ErrorKind KindOf(int errno) => errno switch
    {
        Errno.EPERM or Errno.EACCES => ErrorKind.PermissionDenied,
        Errno.ENOENT or Errno.ENOTDIR => ErrorKind.NotFound,
        Errno.ENOSYS or Errno.EOPNOTSUPP or Errno.ENODEV => ErrorKind.NotSupported,
        Errno.EINVAL => ErrorKind.InvalidArgument,
        _ => ErrorKind.OperationFailed,
    };

    // move_mount → MoveMount, ioctl(SIOCSIFFLAGS) → Ioctl
    private static string Pascal(string function) => string.Concat(
        function.Split('(')[0].Split('_', StringSplitOptions.RemoveEmptyEntries).Select(static word => char.ToUpperInvariant(word[0]) + word[1..]));
}
