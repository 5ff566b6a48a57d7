using PSContainer.Errors;

namespace PSContainer.State;

/// <summary>Why a state folder cannot be used, and what helps.</summary>
internal static class StateRootErrors
{
    private const string Elsewhere =
        "Run as the user whose containers these are, or set XDG_RUNTIME_DIR to a folder of your own that only you can write.";

    public static ContainerException InvalidPath(string path) => new(
        "State.Root.InvalidPath", ErrorKind.InvalidArgument, "The state folder's path is empty, or has a NUL character.", path,
        "Give the path of a folder that only you can write.");

    public static ContainerException CannotMake(string path, int errno)
    {
        var error = new LinuxException("mkdir", errno, path);
        return new(
            $"State.Root.{error.ErrorName}", StateErrors.KindOf(errno),
            $"The state folder '{path}' could not be made: {Errno.Describe(errno)}.", path, Remedy(errno), error);
    }

    public static ContainerException CannotOpen(string path, int errno)
    {
        var error = new LinuxException("open", errno, path);
        string reason = errno is Errno.ELOOP or Errno.ENOTDIR ? "it is a link, or no directory" : Errno.Describe(errno);
        return new(
            $"State.Root.{error.ErrorName}", StateErrors.KindOf(errno),
            $"The state folder '{path}' could not be opened: {reason}.", path, Remedy(errno), error);
    }

    /// <summary>A folder that can be read, and in which nothing can be made.</summary>
    public static ContainerException CannotWrite(string path, LinuxException error) => new(
        $"State.Root.{error.ErrorName}", StateErrors.KindOf(error.ErrorNumber),
        $"The state folder '{path}' cannot be written: {Errno.Describe(error.ErrorNumber)}.", path, Remedy(error.ErrorNumber), error);

    public static ContainerException WritableByOthers(string path) => new(
        "State.Root.WritableByOthers", ErrorKind.PermissionDenied,
        $"The state folder '{path}' is not used, because others may write in it.", path, $"Run 'chmod go-w {path}', after a look at what is in it.");

    public static ContainerException OfAnother(string path, uint owner) => new(
        "State.Root.OfAnotherUser", ErrorKind.PermissionDenied,
        $"The state folder '{path}' is not used, because it belongs to another user (uid {owner}).", path, Elsewhere);

    private static string? Remedy(int errno) => errno switch
    {
        Errno.ENOENT => "Make the folder that it is in, or set XDG_RUNTIME_DIR to one that exists.",
        Errno.EROFS => "That file system is mounted read-only: remount it, or set XDG_RUNTIME_DIR to a folder that can be written.",
        Errno.ENOSPC or Errno.EDQUOT => "Free some space (or inodes) on that file system.",
        Errno.ELOOP or Errno.ENOTDIR => "Remove it, after a look at what put it there.",
        _ => Elsewhere,
    };
}
