using System.Management.Automation;

namespace PSContainer.Commands;

/// <summary>Gets volumes: all, or those of certain names.</summary>
[Cmdlet(VerbsCommon.Get, "ContainerVolume")]
[OutputType(typeof(ContainerVolume))]
public sealed class GetContainerVolumeCommand : ImageCmdlet
{
    /// <summary>The names; wildcards are allowed. By default all.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(VolumeNameCompleter))]
    public string[] Name { get; set; } = ["*"];

    /// <summary>Only those that no container has.</summary>
    [Parameter]
    public SwitchParameter Unused { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => Require(() =>
    {
        foreach (ContainerVolume volume in VolumeSearch.ByName(Images, Name, WriteError).Where(volume => !Unused || !volume.InUse))
        {
            WriteObject(volume);
        }
    });
}
