using System.ComponentModel;
using System.Globalization;
using System.Text;
using PSContainer.Errors;

namespace PSContainer.Images.Registry;

/// <summary>Failures of registries, worded in one place. What a server says is shown, never obeyed.</summary>
internal static partial class RegistryErrors
{
    public static ContainerException Unauthorized(RegistryLocation location, bool asSomebody, string? says) => new(
        "Registry.Unauthorized", ErrorKind.PermissionDenied,
        asSomebody
            ? $"The registry {location.Host} does not take the credentials that it was given for '{location.Repository}'{Says(says)}."
            : $"The registry {location.Host} lets nobody without credentials use '{location.Repository}'{Says(says)}.",
        location.ToString(),
        asSomebody
            ? "Give others with -Credential, or correct those of 'podman login' or 'docker login'; a registry answers so for a repository that there is not, too."
            : "Give some with -Credential, or log in with 'podman login' or 'docker login'; a registry answers so for a repository that there is not, too.");

    public static ContainerException Forbidden(RegistryLocation location, string? says) => new(
        "Registry.Forbidden", ErrorKind.PermissionDenied, $"The registry {location.Host} forbids this for '{location.Repository}'{Says(says)}.",
        location.ToString(), "Use an account that may with -Credential.");

    public static ContainerException NotFound(RegistryLocation location, string reference, IReadOnlyList<string>? tags) => new(
        "Registry.NotFound", ErrorKind.NotFound, $"There is no image '{reference}' in {location}.", reference, tags switch
        {
            null => "The registry has no such repository, or does not tell: look at the name.",
            [] => "The repository has no tags.",
            _ => $"Its tags are: {string.Join(", ", tags.Take(20).Select(ImageErrors.Show))}{(tags.Count > 20 ? ", …" : "")}.",
        });

    public static ContainerException NoBlob(RegistryLocation location, Digest digest) => new(
        "Registry.Blob.NotFound", ErrorKind.NotFound, $"{location} has no blob {digest}, though a manifest of it names it.", digest.ToString(),
        "The image is damaged there: have it pushed again, or take another tag.");

    public static ContainerException Refused(RegistryLocation location, int status, string doing, string? says) => new(
        string.Create(CultureInfo.InvariantCulture, $"Registry.Status.{status}"), status >= 500 ? ErrorKind.OperationFailed : ErrorKind.InvalidState,
        string.Create(CultureInfo.InvariantCulture, $"{doing} {location} failed: it answers {status}{Says(says)}."), location.ToString(),
        status >= 500 ? "The fault is the registry's: try it later." : null);

    public static ContainerException TooManyRequests(RegistryLocation location, TimeSpan? wait, string? says) => new(
        "Registry.TooManyRequests", ErrorKind.InvalidState, $"The registry {location.Host} takes no more requests for now{Says(says)}.", location.ToString(),
        wait is { } time
            ? string.Create(CultureInfo.InvariantCulture, $"It asks to wait {time.TotalSeconds:0} s. Give an account's limits with -Credential, or use a -Mirror.")
            : "Try it later, give an account's limits with -Credential, or use a -Mirror.");

    public static ContainerException BadManifest(RegistryLocation location, string reference, string problem) => new(
        "Registry.Manifest.Invalid", ErrorKind.InvalidData, $"What {location} gives as the manifest of '{reference}' {problem}.", reference);

    public static ContainerException BadMediaType(RegistryLocation location, string reference, string? mediaType) => new(
        "Registry.MediaType", ErrorKind.NotSupported, $"What {location} gives for '{reference}' is '{ImageErrors.Show(mediaType)}', which is no image that can be used.",
        reference, "It takes an image of the OCI's format, or of Docker's version 2, schema 2.");

    public static ContainerException DigestMismatch(RegistryLocation location, string expected, Digest found) => new(
        "Registry.Digest", ErrorKind.InvalidData, $"What {location} gives for {expected} has the digest {found}.", expected,
        "It was damaged or exchanged on its way; nothing of it is kept.");

    public static ContainerException BlobTooLong(RegistryLocation location, Descriptor blob) => new(
        "Registry.Blob.TooLong", ErrorKind.InvalidData, $"{location} sends more than the {blob.Size} bytes that {blob.Digest} has.", blob.Digest.ToString(),
        "It was exchanged on its way; nothing of it is kept.");

    public static ContainerException BlobCut(RegistryLocation location, Descriptor blob, long got, Exception? inner) => new(
        "Registry.Blob.Cut", ErrorKind.OperationFailed, $"{location} sent {got} of the {blob.Size} bytes of {blob.Digest}, and no more however often it was asked.",
        blob.Digest.ToString(), "What has arrived is kept: the next request goes on from there.", inner);

    public static ContainerException Stalled(string what, TimeSpan limit) => new(
        "Registry.Stalled", ErrorKind.TimedOut, string.Create(CultureInfo.InvariantCulture, $"{what} sent nothing for {limit.TotalSeconds:0.#} s."), what,
        "Try it again, or allow it more with -OperationTimeoutSeconds.");

    public static ContainerException NoTagForDigest(string reference) => new(
        "Registry.Reference.NeedsTag", ErrorKind.InvalidArgument, $"'{reference}' names no tag.", reference, "Give one to push to, such as registry.example/app:1.");

    private static string Says(string? text) => string.IsNullOrWhiteSpace(text) ? "" : $": {text}";
}
