using System.Management.Automation;

namespace PSContainer.Commands;

/// <summary>
/// Makes a container and starts a command in it, or without a command an idle init that holds its namespaces; gives back the
/// container at once. It goes on when the session ends.
/// </summary>
[Cmdlet(VerbsCommon.New, "NamespacedProcess", DefaultParameterSetName = NewSet, SupportsShouldProcess = true)]
[OutputType(typeof(Container))]
public sealed class NewNamespacedProcessCommand : DetachedLaunchCmdlet
{
    /// <inheritdoc/>
    protected override void ProcessRecord() => Require(() =>
    {
        ContainerRequest request = Prepared(RequestNew(awaitsStart: false));
        if (ShouldProcess(request.Describe(), $"Start container '{Name ?? request.Launch.Id}'?", "New-NamespacedProcess"))
        {
            WriteObject(Launch(request));
        }
    });
}
