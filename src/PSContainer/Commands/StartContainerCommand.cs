using System.Management.Automation;
using PSContainer.Containers;
using PSContainer.State;

namespace PSContainer.Commands;

/// <summary>Lets the commands of created containers begin.</summary>
[Cmdlet(VerbsLifecycle.Start, "Container", DefaultParameterSetName = NameSet, SupportsShouldProcess = true)]
[OutputType(typeof(Container))]
public sealed class StartContainerCommand : ContainerTargetCmdlet
{
    /// <summary>Gives each container that was started.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override void Process(Container container)
    {
        if (ShouldProcess(container.Name, "Start"))
        {
            ContainerStart.Start(container, CallerEnvironment.ForHooks(StoredSpec.Read(container)), ContainerHome.Launcher);
            if (PassThru)
            {
                WriteObject(container);
            }
        }
    }
}
