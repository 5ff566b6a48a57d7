using System.Management.Automation;
using PSContainer.Images;
using PSContainer.Images.Registry;

namespace PSContainer.Commands;

/// <summary>
/// Requests images from their registries: each is in the store, whole and verified, when it is given, and unpacked if it is for this
/// machine. What the store has of it already is not transferred, and a transfer that was interrupted is gone on with.
/// </summary>
[Cmdlet(VerbsLifecycle.Request, "ContainerImage", SupportsShouldProcess = true)]
[OutputType(typeof(ContainerImage))]
public sealed class RequestContainerImageCommand : RegistryCmdlet
{
    /// <summary>The images' names, such as busybox, busybox:1.36 or registry.example:5000/team/app@sha256:….</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string[] Name { get; set; } = [];

    /// <summary>What the image is to run on, such as linux/arm64; this machine where it is left out.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string? Platform { get; set; }

    /// <summary>When the registry is asked.</summary>
    [Parameter]
    public ImagePullPolicy Policy { get; set; } = ImagePullPolicy.Always;

    /// <summary>Registries (host, host:port or host/folder) that are asked first.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] Mirror { get; set; } = [];

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (string name in Name)
        {
            Attempt(() => Request(name));
        }
    }

    /// <inheritdoc/>
    private protected override RegistryOptions Options(TransferProgress progress) => base.Options(progress) with { Mirrors = Mirror };

    private LayerUnpacker Unpacker() => new(Images, ContainerHome.Launcher, LayerOwners.OfCaller());

    private void Request(string name)
    {
        ImageReference reference = Reference(name);
        Platform? platform = Platform is null ? null : PSContainer.Images.Platform.Parse(Platform);
        if (ShouldProcess(reference.FamiliarName, "Request from its registry"))
        {
            WriteObject(Transfer($"Requesting {reference.FamiliarName}", (progress, cancel) =>
                new ImagePuller(Images, Options(progress), Unpacker()).GetAsync(reference, Policy, platform, progress, cancel)));
        }
    }
}
