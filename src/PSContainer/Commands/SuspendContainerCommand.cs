using System.Management.Automation;
using PSContainer.Containers;

namespace PSContainer.Commands;

/// <summary>Stops all processes of containers where they are, until <c>Resume-Container</c>.</summary>
[Cmdlet(VerbsLifecycle.Suspend, "Container", DefaultParameterSetName = NameSet, SupportsShouldProcess = true)]
[OutputType(typeof(Container))]
public sealed class SuspendContainerCommand : ContainerTargetCmdlet
{
    /// <summary>Gives each container that was suspended.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override void Process(Container container)
    {
        if (!ShouldProcess(container.Name, "Suspend"))
        {
            return;
        }

        ContainerSuspension.Suspend(container);
        if (PassThru)
        {
            WriteObject(container);
        }
    }
}
