using System.Management.Automation;

namespace PSContainer.Commands;

/// <summary>
/// Stops containers: asks the first process of each to end, and ends it by force where it does not in time. All that are given
/// are stopped at the same time. One that has ended is left alone.
/// </summary>
[Cmdlet(VerbsLifecycle.Stop, "Container", DefaultParameterSetName = NameSet, SupportsShouldProcess = true)]
[OutputType(typeof(Container))]
public sealed class StopContainerCommand : ContainerStopCmdlet
{
    private protected override void Process(Container container)
    {
        if (ShouldProcess(container.Name, "Stop"))
        {
            Stop(container);
        }
    }
}
