using PSContainer.Errors;
using PSContainer.Json;

namespace PSContainer.State;

/// <summary>Every failure of the state store, worded in one place.</summary>
internal static class StateErrors
{
    public static ContainerException InvalidId(string? id, string reason) => new(
        "Container.InvalidId", ErrorKind.InvalidArgument, $"'{Show(id)}' is not a container id: {reason}.", id,
        "An id has letters, digits, '_', '+', '-' and '.', does not start with '.', and is at most 255 long.");

    public static ContainerException InvalidName(string? name, string reason) => new(
        "Container.InvalidName", ErrorKind.InvalidArgument, $"'{Show(name)}' is not a container name: {reason}.", name,
        "A name has letters, digits, '_', '+', '-' and '.', does not start with '.', and is at most 255 long.");

    public static ContainerException IdInUse(string id, string folder) => new(
        "Container.IdInUse", ErrorKind.AlreadyExists, $"There is a container with the id '{id}' already ('{folder}').", id,
        "Choose another id, or remove that container first.");

    public static ContainerException NameInUse(string name, string ownerId) => new(
        "Container.NameInUse", ErrorKind.AlreadyExists,
        $"The name '{name}' belongs to the container {ContainerId.ShortId(ownerId)} already.", name,
        "Choose another name, or remove that container first.");

    public static ContainerException NotFound(string id) => new(
        "Container.NotFound", ErrorKind.NotFound, $"There is no container whose id is or starts with '{Show(id)}'.", id,
        "List the containers that there are; those of other users are not among them.");

    public static ContainerException Ambiguous(string prefix, IReadOnlyList<string> matches) => new(
        "Container.AmbiguousId", ErrorKind.InvalidArgument,
        $"{matches.Count} containers have an id that starts with '{prefix}': {Few(matches)}.", prefix,
        "Give more digits of the id.");

    public static ContainerException Broken(string id, string reason) => new(
        "State.Read", ErrorKind.InvalidData, $"The state of container '{id}' cannot be used: {reason}.", id,
        "Remove the container by force to clear what is left of it.");

    public static ContainerException TooLarge(string id, int size) => new(
        "State.TooLarge", ErrorKind.InvalidArgument,
        $"The state of container '{id}' takes {size} bytes, more than the {StateFile.SizeLimit} that are read back.", id,
        "Give it fewer or shorter labels and annotations.");

    public static ContainerException SpecTooLarge(string id) => new(
        "State.SpecTooLarge", ErrorKind.InvalidData,
        $"The runtime spec of container '{id}' has more than {StateFile.SpecSizeLimit} bytes.", id);

    public static ContainerException Owned(string id) => new(
        "Container.Owned", ErrorKind.InvalidState, $"Another process looks after the container '{id}'.", id,
        "Wait until its launcher or monitor has ended.");

    public static ContainerException Locked(string path) => new(
        "State.Locked", ErrorKind.TimedOut, $"'{path}' stayed locked by another process.", path,
        "Find the process that holds it ('/proc/locks' names it), and let it go on or end it.");

    /// <summary>A kernel call that failed while something was done to a container's state.</summary>
    public static ContainerException Failed(string step, string doing, string id, LinuxException error) => new(
        $"State.{step}.{error.ErrorName}", KindOf(error.ErrorNumber), $"{doing} '{id}' failed: {error.Message}.", id,
        RemedyOf(error.ErrorNumber), error);

    public static ErrorKind KindOf(int errno) => errno switch
    {
        Errno.EACCES or Errno.EPERM or Errno.EROFS => ErrorKind.PermissionDenied,
        Errno.ENOENT => ErrorKind.NotFound,
        _ => ErrorKind.OperationFailed,
    };

    private static string? RemedyOf(int errno) => errno switch
    {
        Errno.ENOSPC or Errno.EDQUOT => "Free some space (or inodes) on that file system.",
        Errno.EACCES or Errno.EPERM => "Run as the user whose container it is.",
        Errno.EROFS => "That file system is mounted read-only: remount it, or choose another state folder.",
        Errno.EMFILE or Errno.ENFILE => "Too many files are open: close some, or raise the limit ('ulimit -n').",
        _ => null,
    };

    private static string Show(string? text) => JsonText.Show(text ?? "");

    private static string Few(IReadOnlyList<string> ids)
    {
        const int most = 8;
        var shown = new List<string>(most);
        for (int i = 0; i < ids.Count && i < most; i++)
        {
            shown.Add(ids[i]);
        }

        return string.Join(", ", shown) + (ids.Count > most ? ", …" : "");
    }
}
