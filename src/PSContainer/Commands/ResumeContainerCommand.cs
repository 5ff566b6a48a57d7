using System.Management.Automation;
using PSContainer.Containers;

namespace PSContainer.Commands;

/// <summary>Lets the processes of suspended containers go on.</summary>
[Cmdlet(VerbsLifecycle.Resume, "Container", DefaultParameterSetName = NameSet, SupportsShouldProcess = true)]
[OutputType(typeof(Container))]
public sealed class ResumeContainerCommand : ContainerTargetCmdlet
{
    /// <summary>Gives each container that goes on.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override void Process(Container container)
    {
        if (!ShouldProcess(container.Name, "Resume"))
        {
            return;
        }

        ContainerSuspension.Resume(container);
        if (PassThru)
        {
            WriteObject(container);
        }
    }
}
