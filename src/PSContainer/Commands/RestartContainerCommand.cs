using System.Management.Automation;
using PSContainer.Containers;

namespace PSContainer.Commands;

/// <summary>
/// Starts containers again by what they were made by: ends those that run, first; those that have ended and were kept are started
/// as they are. The log goes on.
/// </summary>
[Cmdlet(VerbsLifecycle.Restart, "Container", DefaultParameterSetName = NameSet, SupportsShouldProcess = true)]
[OutputType(typeof(Container))]
public sealed class RestartContainerCommand : ContainerStopCmdlet
{
    private protected override void Process(Container container)
    {
        if (ShouldProcess(container.Name, "Restart"))
        {
            ContainerRestart.Require(container);
            Stop(container);
        }
    }

    private protected override void Finish(Container container)
    {
        ContainerRestart.Start(container, ContainerHome.Launcher);
        base.Finish(container);
    }
}
