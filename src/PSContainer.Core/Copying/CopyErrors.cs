using PSContainer.Errors;
using static Tmds.Linux.LibC;

namespace PSContainer.Copying;

/// <summary>What can be wrong with a copy.</summary>
internal static class CopyErrors
{
    public static ContainerException Failed(LinuxException error, string path) => error.ErrorNumber switch
    {
        var number when number == ENOENT => NotFound(path),
        var number when number == EACCES || number == EPERM => new ContainerException(
            $"Copy.{error.Function}.{error.ErrorName}", ErrorKind.PermissionDenied, $"'{path}' cannot be copied: {error.Message}.", path,
            "Copy as root, or as the user whose the files are.", error),
        var number when number == ENOSPC || number == EDQUOT => new ContainerException(
            $"Copy.{error.Function}.{error.ErrorName}", ErrorKind.OperationFailed, $"'{path}' cannot be copied: {error.Message}.", path,
            "Make room where it is copied to; what was copied so far is there.", error),
        var number when number == EROFS => new ContainerException(
            $"Copy.{error.Function}.{error.ErrorName}", ErrorKind.PermissionDenied, $"'{path}' cannot be written: {error.Message}.", path,
            "Without -RootPath a container sees the host's root read-only: copy to /tmp, or to a mount.", error),
        _ => new ContainerException($"Copy.{error.Function}.{error.ErrorName}", ErrorKind.OperationFailed, $"'{path}' cannot be copied: {error.Message}.", path, null, error),
    };

    public static ContainerException NotFound(string path) => new(
        "Copy.NotFound", ErrorKind.NotFound, $"There is no '{path}'.", path, "In a container a link that leads out of the root leads nowhere.");

    public static ContainerException NotAFile(string path, string kind) => new(
        "Copy.NotAFile", ErrorKind.NotSupported, $"'{path}' is {kind}, which is not copied.", path);

    public static ContainerException TooDeep(string path) => new(
        "Copy.TooDeep", ErrorKind.InvalidData, $"Below '{path}' the folders are more than {FolderCopier.MaxDepth} deep.", path, "Copy a part of it.");

    public static ContainerException Endless(string path) => new(
        "Copy.Endless", ErrorKind.InvalidData, $"'{path}' says that it is empty, and gives more than {FileCopier.MostUnannounced >> 20} MiB.", path);

    public static ContainerException IsFolder(string path) => new(
        "Copy.IsFolder", ErrorKind.AlreadyExists, $"'{path}' is a folder there, and no folder here.", path, "Remove it first, or choose another name.");

    public static ContainerException IsNoFolder(string path) => new(
        "Copy.IsNoFolder", ErrorKind.AlreadyExists, $"'{path}' is there, and is no folder.", path, "Remove it first, or choose another name.");
}
