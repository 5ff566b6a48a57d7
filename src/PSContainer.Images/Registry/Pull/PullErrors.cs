using PSContainer.Errors;

namespace PSContainer.Images.Registry;

/// <summary>Failures of requests for images, worded in one place.</summary>
internal static class PullErrors
{
    public static ContainerException NotInStore(ImageReference reference) => new(
        "Image.NotFound", ErrorKind.NotFound, $"The image '{reference.FamiliarName}' is not in the store.", reference.FamiliarName,
        $"Request it from its registry with 'Request-ContainerImage {reference.FamiliarName}', or import it with Import-ContainerImage.");

    public static ContainerException Gone(ImageReference reference) => new(
        "Image.NotFound", ErrorKind.NotFound, $"The image '{reference.FamiliarName}' was removed while it was requested.", reference.FamiliarName, "Request it again.");
}
