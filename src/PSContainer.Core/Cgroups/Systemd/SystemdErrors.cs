using PSContainer.Errors;

namespace PSContainer.Cgroups;

/// <summary>What can go wrong with systemd, in words.</summary>
internal static class SystemdErrors
{
    private const string Remedy = "Leave --systemd-cgroup out, and give a cgroupsPath that is a path (podman --cgroup-manager cgroupfs).";

    public static ContainerException NotRunning() =>
        new(
            "Cgroup.Systemd.NotRunning", ErrorKind.NotSupported, "Cgroups cannot be made through systemd: it does not run here.", "systemd",
            Remedy);

    public static ContainerException NoManager(IEnumerable<string> tried) =>
        new(
            "Cgroup.Systemd.NoManager", ErrorKind.NotFound,
            $"Cgroups cannot be made through systemd: none of its sockets is there ({string.Join(", ", tried)}).", "systemd",
            "Log in so that systemd runs a manager for you (loginctl enable-linger), and set XDG_RUNTIME_DIR; or leave --systemd-cgroup out.");

    public static ContainerException NotUnified() =>
        new(
            "Cgroup.Systemd.NotUnified", ErrorKind.NotSupported,
            "Cgroups can be made through systemd on version 2 of cgroups alone, and this machine has version 1.", "systemd", Remedy);

    public static ContainerException InvalidPath(string path, string reason) =>
        new("Cgroup.Systemd.Path", ErrorKind.InvalidArgument, $"linux.cgroupsPath is '{path}': {reason}.", path);

    public static ContainerException InvalidProperty(string annotation, string value, string reason) =>
        new("Cgroup.Systemd.Property", ErrorKind.InvalidArgument, $"The annotation '{annotation}' is '{value}': {reason}.", annotation);

    public static ContainerException NotReached(string path, LinuxException inner) =>
        new(
            $"Cgroup.Systemd.{inner.ErrorName}", CgroupErrors.KindOf(inner.ErrorNumber), $"systemd could not be reached at '{path}': {inner.Message}.",
            path, null, inner);

    public static ContainerException CallFailed(string action, string unit, DBusException inner) =>
        new(
            $"Cgroup.Systemd.{inner.Name}", inner.Name is "AccessDenied" or "InteractiveAuthorizationRequired" ? ErrorKind.PermissionDenied : ErrorKind.OperationFailed,
            $"systemd could not {action} the unit '{unit}': {inner.Message}.", unit, null, inner);

    public static ContainerException JobFailed(string unit, string result) =>
        new("Cgroup.Systemd.Job", ErrorKind.OperationFailed, $"systemd could not start the unit '{unit}': the result of its job is '{result}'.", unit);

    public static ContainerException NotInScope(int pid, string unit, string path) =>
        new(
            "Cgroup.Systemd.NotInScope", ErrorKind.OperationFailed,
            $"systemd made the unit '{unit}', but process {pid} is in '{path}'.", unit);

    public static ContainerException Refused(string path, string answer) =>
        new("Cgroup.Systemd.Refused", ErrorKind.PermissionDenied, $"systemd, or its bus, at '{path}' refused the caller: {answer}.", path);

    public static ContainerException HungUp(string path) =>
        new("Cgroup.Systemd.HungUp", ErrorKind.OperationFailed, $"systemd, or its bus, at '{path}' closed the connection.", path);

    public static ContainerException TimedOut(string path) =>
        new("Cgroup.Systemd.TimedOut", ErrorKind.TimedOut, $"systemd, or its bus, at '{path}' does not answer.", path);

    public static ContainerException Malformed() =>
        new("Cgroup.Systemd.Malformed", ErrorKind.InvalidData, "What systemd, or its bus, sent is no D-Bus message.", "systemd");
}
