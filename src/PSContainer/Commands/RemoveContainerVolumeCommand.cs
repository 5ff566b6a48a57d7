using System.Management.Automation;
using PSContainer.Images;

namespace PSContainer.Commands;

/// <summary>Removes volumes with all that is in them. One that a container has is refused.</summary>
[Cmdlet(VerbsCommon.Remove, "ContainerVolume", DefaultParameterSetName = NameSet, SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
public sealed class RemoveContainerVolumeCommand : ImageCmdlet
{
    private const string NameSet = "Name";
    private const string UnusedSet = "Unused";

    /// <summary>The names; wildcards are allowed.</summary>
    [Parameter(ParameterSetName = NameSet, Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(VolumeNameCompleter))]
    public string[] Name { get; set; } = [];

    /// <summary>Removes all that no container has.</summary>
    [Parameter(ParameterSetName = UnusedSet, Mandatory = true)]
    public SwitchParameter Unused { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => Require(() =>
    {
        string[] names = ParameterSetName == UnusedSet ? ["*"] : Name;
        foreach (ContainerVolume volume in VolumeSearch.ByName(Images, names, WriteError).Where(volume => !Unused || !volume.InUse).ToList())
        {
            Attempt(() => Remove(volume));
        }
    });

    private void Remove(ContainerVolume volume)
    {
        if (ShouldProcess(volume.Name, "Remove volume with all that is in it"))
        {
            new VolumeStore(Images).Remove(volume.Name);
        }
    }
}
