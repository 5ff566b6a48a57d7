using System.Management.Automation;
using PSContainer.Errors;
using PSContainer.Images;
using PSContainer.Images.Registry;

namespace PSContainer.Commands;

/// <summary>
/// Sends images to registries. What the registry has already is not transferred; the image has its tag there only once all of it is.
/// </summary>
[Cmdlet(VerbsCommunications.Send, "ContainerImage", DefaultParameterSetName = NameSet, SupportsShouldProcess = true)]
[OutputType(typeof(ContainerImage))]
public sealed class SendContainerImageCommand : RegistryCmdlet
{
    private const string ImageSet = "Image";
    private const string NameSet = "Name";

    /// <summary>The images.</summary>
    [Parameter(ParameterSetName = ImageSet, Mandatory = true, ValueFromPipeline = true)]
    [ValidateNotNull]
    public ContainerImage[] Image { get; set; } = [];

    /// <summary>Their names, short or whole.</summary>
    [Parameter(ParameterSetName = NameSet, Mandatory = true, Position = 0)]
    public string[] Name { get; set; } = [];

    /// <summary>The registry, repository and tag that the image gets, such as registry.example/team/app:1; its own name where it is left out.</summary>
    [Parameter(Position = 1)]
    [ValidateNotNullOrEmpty]
    public string? Destination { get; set; }

    /// <summary>Gives each image that was sent.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => Require(() =>
    {
        ImageReference? destination = Destination is null ? null : Reference(Destination);
        foreach (ContainerImage image in Targets())
        {
            Attempt(() => Send(image, destination ?? OwnName(image)));
        }
    });

    private IEnumerable<ContainerImage> Targets() => ParameterSetName == ImageSet
        ? Image : Name.Select(name => Images.Find(Reference(name)) ?? throw ImageErrors.NotFound(name, Reference(name).ToString()));

    private static ImageReference OwnName(ContainerImage image) => image.Name.Length > 0 ? ImageReference.Parse(image.Name) : throw new ContainerException(
        "Registry.Reference.Missing", ErrorKind.InvalidArgument, $"The image {image} has no name.", image, "Say where to send it with -Destination.");

    private void Send(ContainerImage image, ImageReference destination)
    {
        if (image.Problem is not null)
        {
            throw ImageErrors.Damaged(image);
        }

        if (!ShouldProcess(image.ToString(), $"Send to {destination.FamiliarName}"))
        {
            return;
        }

        Transfer($"Sending {destination.FamiliarName}", async (progress, cancel) =>
        {
            await new ImagePusher(Options(progress)).PushAsync(image, destination, progress, cancel).ConfigureAwait(false);
            return true;
        });
        if (PassThru)
        {
            WriteObject(image);
        }
    }
}
