using System.Management.Automation;
using PSContainer.Images;

namespace PSContainer.Commands;

/// <summary>Makes volumes: empty folders that containers share, and that outlive them.</summary>
[Cmdlet(VerbsCommon.New, "ContainerVolume", SupportsShouldProcess = true)]
[OutputType(typeof(ContainerVolume))]
public sealed class NewContainerVolumeCommand : ImageCmdlet
{
    /// <summary>The names: letters, digits and <c>_ + . -</c>.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string[] Name { get; set; } = [];

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (string name in Name)
        {
            Attempt(() => Make(VolumeStore.Validate(name)));
        }
    }

    private void Make(string name)
    {
        if (!ShouldProcess(name, "Make volume"))
        {
            return;
        }

        var volumes = new VolumeStore(Images);
        using StoreHold hold = Images.Hold(StopToken);
        if (!volumes.Create(hold, name))
        {
            throw VolumeErrors.Exists(name);
        }

        WriteObject(new ContainerVolume(volumes, name, []));
    }
}
