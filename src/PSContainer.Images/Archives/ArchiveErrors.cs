using PSContainer.Errors;

namespace PSContainer.Images;

/// <summary>Failures of archives, worded in one place.</summary>
internal static class ArchiveErrors
{
    public static ContainerException NotFound(string path) => new(
        "Image.Archive.NotFound", ErrorKind.NotFound, $"There is no file or folder '{path}'.", path, "Give the path of an image archive, an OCI layout, or a root file system.");

    public static ContainerException CannotRead(string subject, Exception error) => new(
        "Image.Archive.Read", error is UnauthorizedAccessException ? ErrorKind.PermissionDenied : ErrorKind.OperationFailed,
        $"{subject} cannot be read: {error.Message}", subject, inner: error);

    public static ContainerException Invalid(string subject, string problem, Exception? inner = null) => new(
        "Image.Archive.Invalid", ErrorKind.InvalidData, $"{subject} cannot be imported: {problem}.", subject, inner: inner);

    public static ContainerException Compression(string subject, string name) => new(
        "Image.Archive.Compression", ErrorKind.NotSupported, $"{subject} is compressed by {name}, which is not known here.", subject,
        $"Decompress it first, or let another program write to the pipeline.");

    public static ContainerException TooLarge(string subject, long limit) => new(
        "Image.Archive.TooLarge", ErrorKind.InvalidData, $"{subject} has more than the {limit} bytes that are taken.", subject,
        "Give a greater -MaximumSize if you trust where it comes from.");

    public static ContainerException Missing(string subject, string name) => Invalid(subject, $"it lacks '{ImageErrors.Show(name)}', which it names");

    public static ContainerException NoImage(string subject) => Invalid(subject, "there is no image in it");

    public static ContainerException Folder(string path) => new(
        "Image.Archive.Folder", ErrorKind.NotSupported, $"The folder '{path}' has no image, and is not packed as one.", path,
        $"Pack what is to be in it: tar --xattrs --numeric-owner -C '{path}' -cf root.tar NAMES");

    public static ContainerException HasConfiguration(string subject) => new(
        "Image.Archive.HasConfiguration", ErrorKind.InvalidArgument, $"{subject} is an image, with a configuration of its own.", subject,
        "Leave out -Command, -Environment and the like, which are for root file systems; or give -RootFileSystem if it is one.");

    public static ContainerException SeveralImages(string subject, int count) => new(
        "Image.Archive.SeveralImages", ErrorKind.InvalidArgument, $"{subject} has {count} images: one name is not for all of them.", subject,
        "Leave -Name out: each then has the name that the archive gives it.");

    public static ContainerException WrongLayer(Digest layer, string diffId) => new(
        "Image.Layer.DiffIdMismatch", ErrorKind.InvalidData, $"The layer {layer} must be {diffId} by the image's configuration.", diffId,
        "The image is damaged; nothing of it is kept.");

    public static ContainerException TargetExists(string path) => new(
        "Image.Archive.Exists", ErrorKind.AlreadyExists, $"There is a file '{path}' already.", path, "Give another path, or -Force to replace it.");

    public static ContainerException CannotWrite(string path, Exception error) => new(
        "Image.Archive.Write", error is UnauthorizedAccessException ? ErrorKind.PermissionDenied : ErrorKind.OperationFailed,
        $"'{path}' cannot be written: {error.Message}", path, inner: error);
}
