using PSContainer.Errors;
using PSContainer.Json;

namespace PSContainer.Images;

/// <summary>Failures of images, worded in one place.</summary>
internal static class ImageErrors
{
    public static ContainerException InvalidDigest(string? text) => new(
        "Image.Digest.Invalid", ErrorKind.InvalidArgument, $"'{Show(text)}' is no digest.", text,
        "A digest is sha256: and 64 hexadecimal digits in lower case, or sha512: and 128.");

    public static ContainerException InvalidReference(string? text, string problem) => new(
        "Image.Reference.Invalid", ErrorKind.InvalidArgument, $"'{Show(text)}' is no image name: {problem}.", text,
        "Write it as busybox, busybox:1.36 or registry.example:5000/team/app:2.");

    public static ContainerException InvalidPlatform(string? text) => new(
        "Image.Platform.Invalid", ErrorKind.InvalidArgument, $"'{Show(text)}' is no platform.", text, "Write it as linux/amd64 or linux/arm/v7.");

    public static ContainerException TooDeep(Descriptor index) => new(
        "Image.Manifest.TooDeep", ErrorKind.InvalidData, $"The index {index.Digest} lists indexes of indexes of indexes.", index.Digest.ToString());

    public static ContainerException NoPlatform(Descriptor entry, ImageIndex index, Platform platform) => new(
        "Image.Platform.NotFound", ErrorKind.NotFound, $"The image {entry.Digest} is not for {platform}.", platform.ToString(),
        $"It is for: {string.Join(", ", index.Manifests.Where(static m => m.Platform is { OperatingSystem: not "unknown" }).Take(20).Select(static m => Show(m.Platform!.ToString())))}.");

    public static ContainerException NotAnImage(Descriptor blob) => new(
        "Image.MediaType.Unknown", ErrorKind.NotSupported, $"{blob.Digest} is '{Show(blob.MediaType)}', which is no part of an image that could be run.",
        blob.Digest.ToString());

    public static ContainerException LayerCount(ImageManifest manifest, ImageConfiguration configuration) => new(
        "Image.Configuration.Invalid", ErrorKind.InvalidData,
        $"The configuration {manifest.Configuration.Digest} names {configuration.DiffIds.Count} layers, and its manifest {manifest.Layers.Count}.",
        manifest.Configuration.Digest.ToString());

    public static ContainerException Damaged(ContainerImage image) => new(
        "Image.Damaged", ErrorKind.InvalidData, $"The image '{image}' is damaged: {image.Problem}", image, "Remove it, and request or import it again.");

    public static ContainerException NotFound(string name, string storedName) => new(
        "Image.NotFound", ErrorKind.NotFound, $"There is no image '{Show(name)}' ({Show(storedName)}).", name,
        "Get-ContainerImage lists those that there are; Request-ContainerImage and Import-ContainerImage bring others.");

    public static ContainerException NoId(string id) => new(
        "Image.NotFound", ErrorKind.NotFound, $"There is no image whose id or digest begins with '{Show(id)}'.", id, "Get-ContainerImage lists those that there are.");

    public static ContainerException AmbiguousId(string id, int count) => new(
        "Image.AmbiguousId", ErrorKind.InvalidArgument, $"{count} images have an id or digest that begins with '{Show(id)}'.", id, "Give more digits of it.");

    public static ContainerException InUse(ContainerImage image, IReadOnlyList<string> containers) => new(
        "Image.InUse", ErrorKind.InvalidState,
        $"The image '{image}' is in use by {(containers.Count == 1 ? "a container" : $"{containers.Count} containers")}: {string.Join(", ", containers.Take(5))}.",
        image, "Remove the container first; with -Force only the name goes, and the content stays until the container is removed.");

    /// <summary>Text from outside, as it may be shown.</summary>
    public static string Show(string? text) => JsonText.Show(text ?? "");
}
