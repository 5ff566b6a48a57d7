using PSContainer.Errors;

namespace PSContainer.Images;

/// <summary>Failures of the image store, worded in one place.</summary>
internal static class StoreErrors
{
    private const string Elsewhere = "Set PSCONTAINER_STORE to a folder of your own.";

    public static ContainerException NoFolder() => new(
        "Image.Store.NoFolder", ErrorKind.InvalidState, "There is no folder for images: neither XDG_DATA_HOME nor HOME is an absolute path.", null, Elsewhere);

    public static ContainerException NotPrivate(string path, uint owner) => new(
        "Image.Store.NotPrivate", ErrorKind.PermissionDenied,
        $"The image store '{path}' is not used, because it belongs to another user (uid {owner}) or others may write in it.", path, Elsewhere);

    public static ContainerException CannotUse(string path, LinuxException error) => new(
        $"Image.Store.{error.ErrorName}", KindOf(error.ErrorNumber), $"The image store '{path}' cannot be used: {error.Message}.", path,
        RemedyOf(error.ErrorNumber), error);

    public static ContainerException TooNew(string path, string version) => new(
        "Image.Store.Version", ErrorKind.NotSupported, $"'{path}' is an image layout of version {ImageErrors.Show(version)}; only 1.0.0 is known.", path);

    public static ContainerException NoBlob(Digest digest) => new(
        "Image.Blob.NotFound", ErrorKind.NotFound, $"The blob {digest} is not in the image store.", digest.ToString(),
        "Request or import the image again.");

    public static ContainerException DigestMismatch(Digest expected, Digest found) => new(
        "Image.Blob.DigestMismatch", ErrorKind.InvalidData, $"A content that must have the digest {expected} has {found}.", expected.ToString(),
        "It was damaged or exchanged on its way; nothing of it is kept.");

    public static ContainerException SizeMismatch(Descriptor expected, long found) => new(
        "Image.Blob.SizeMismatch", ErrorKind.InvalidData, $"The content with the digest {expected.Digest} must have {expected.Size} bytes, and has {found}.",
        expected.Digest.ToString(), "It was cut short or exchanged on its way.");

    public static ContainerException TooLong(string what, long limit) => new(
        "Image.Blob.TooLarge", ErrorKind.InvalidData, $"{what} has more than the {limit} bytes that are taken.", what,
        "Give a greater -MaximumSize if you trust where it comes from.");

    private static ErrorKind KindOf(int errno) => errno is Errno.EACCES or Errno.EPERM or Errno.EROFS ? ErrorKind.PermissionDenied : ErrorKind.OperationFailed;

    private static string? RemedyOf(int errno) => errno switch
    {
        Errno.ENOSPC or Errno.EDQUOT => "Free some space (Remove-ContainerImage -Unused), or set PSCONTAINER_STORE to a folder where there is more.",
        Errno.EACCES or Errno.EPERM or Errno.EROFS => Elsewhere,
        _ => null,
    };
}
