using PSContainer.Errors;

namespace PSContainer.Cgroups;

/// <summary>What can go wrong with cgroups, in words.</summary>
internal static class CgroupErrors
{
    /// <summary>A call on a group or one of its files failed; <paramref name="action"/> goes after "could not": <c>be created</c>.</summary>
    public static ContainerException Failed(string id, string action, string path, string function, int errno, string? remedy = null) =>
        new(
            $"Cgroup.{id}.{Errno.Name(errno)}",
            KindOf(errno),
            $"The cgroup '{path}' could not {action}: {Errno.Describe(errno)}.",
            path,
            remedy ?? RemedyFor(errno),
            new LinuxException(function, errno, path));

    public static ContainerException InvalidPath(string path, string reason) =>
        new("Cgroup.Path.Invalid", ErrorKind.InvalidArgument, $"The cgroups path '{Printable(path)}' {reason}.", path);

    public static ContainerException NoneBelow(string path) =>
        new("Cgroup.NotFound", ErrorKind.NotFound, $"The container has no cgroup '{Printable(path)}' below its own.", path);

    public static ContainerException NotEmpty(string path) =>
        new(
            "Cgroup.NotEmpty", ErrorKind.InvalidState,
            $"The container's cgroup is not empty: there are processes in '{path}' already.", path,
            "Choose another cgroups path, or end those processes.");

    public static ContainerException Frozen(string path) =>
        new(
            "Cgroup.Frozen", ErrorKind.InvalidState,
            $"The container's cgroup unexpectedly frozen: nothing would run in '{path}'.", path,
            "Thaw it, or choose another cgroups path.");

    public static ContainerException NoController(CgroupControllers missing, string property, string why) =>
        new(
            "Cgroup.Controller.NotAvailable", ErrorKind.NotSupported,
            $"{property} cannot be set: {why}.", property,
            $"Leave it out, or have the controller '{ControllerNames.Join(missing)}' enabled.");

    public static ContainerException NotDelegated(string path) =>
        new(
            "Cgroup.NotDelegated", ErrorKind.PermissionDenied,
            $"No cgroup can be made for the container: neither '{path}' nor a group above it may be changed by this user.", path,
            "Run in a delegated cgroup (systemd-run --user --scope -p Delegate=yes …), or as root.");

    public static ErrorKind KindOf(int errno) => errno switch
    {
        Errno.EPERM or Errno.EACCES or Errno.EROFS => ErrorKind.PermissionDenied,
        Errno.ENOENT or Errno.ENODEV => ErrorKind.NotFound,
        Errno.EOPNOTSUPP or Errno.ENOSYS => ErrorKind.NotSupported,
        _ => ErrorKind.OperationFailed,
    };

    private static string Printable(string path) => string.Concat(path.Select(static c => char.IsControl(c) ? '?' : c));

    private static string? RemedyFor(int errno) => errno switch
    {
        Errno.EPERM or Errno.EACCES => "Run as root, or in a cgroup that is delegated to this user.",
        Errno.EROFS => "The cgroup file system is mounted read-only here: mount it for writing.",
        Errno.ENOSPC => "The cgroup above it sets cgroup.max.descendants or cgroup.max.depth, or its cpuset is empty.",
        Errno.EAGAIN => "The number of cgroups of the machine or of the group above is used up: remove some.",
        _ => null,
    };
}
