using System.Management.Automation;
using PSContainer.Images;

namespace PSContainer.Commands;

/// <summary>Removes names of images, and with an image's last name the image. What other images, or containers, have of it stays.</summary>
[Cmdlet(VerbsCommon.Remove, "ContainerImage", DefaultParameterSetName = NameSet, SupportsShouldProcess = true)]
[OutputType(typeof(ContainerImage))]
public sealed class RemoveContainerImageCommand : ImageTargetCmdlet
{
    private const string UnusedSet = "Unused";

    private bool _hasRemoved;

    /// <summary>Removes all images that have lost their names and that no container is of, and what is left of interrupted work.</summary>
    [Parameter(ParameterSetName = UnusedSet, Mandatory = true)]
    public SwitchParameter Unused { get; set; }

    /// <summary>Takes the name from an image that containers are of, too; its content stays as long as they are there.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Gives each image that was removed, as it was.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => Require(() =>
    {
        var removal = new ImageRemoval(Images);
        foreach (ContainerImage image in Found(removal))
        {
            Attempt(() => Remove(removal, image));
        }

        _hasRemoved |= ParameterSetName == UnusedSet;
    });

    /// <inheritdoc/>
    protected override void EndProcessing() => Require(() =>
    {
        if (_hasRemoved && !Images.TryCollect() && Images.Exists)
        {
            WriteVerbose("The content is removed once those are done who are adding to the image store, or reading from it.");
        }
    });

    // By its id an image is removed once, whatever its names.
    private IEnumerable<ContainerImage> Found(ImageRemoval removal) => ParameterSetName switch
    {
        UnusedSet => removal.Unused(),
        IdSet => Targets().DistinctBy(static image => image.Digest),
        _ => Targets(),
    };

    private void Remove(ImageRemoval removal, ContainerImage image)
    {
        bool isWhole = ParameterSetName == IdSet || image.Name.Length == 0;
        if (!ShouldProcess(image.ToString(), removal.IsLast(image) || isWhole ? "Remove" : "Remove the name"))
        {
            return;
        }

        removal.Remove(image, isWhole, Force);
        _hasRemoved = true;
        if (PassThru)
        {
            WriteObject(image);
        }
    }
}
