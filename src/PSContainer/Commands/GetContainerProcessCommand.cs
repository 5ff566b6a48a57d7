using System.Management.Automation;
using PSContainer.Containers;

namespace PSContainer.Commands;

/// <summary>Gets the processes in containers.</summary>
[Cmdlet(VerbsCommon.Get, "ContainerProcess", DefaultParameterSetName = NameSet)]
[OutputType(typeof(ContainerProcessInfo))]
public sealed class GetContainerProcessCommand : ContainerTargetCmdlet
{
    private protected override void Process(Container container)
    {
        using var stored = StoredContainer.Open(container.Store, container.Id);
        if (!stored.IsAlive)
        {
            throw ContainerErrors.NotRunning(container.Name);
        }

        var table = new ProcessTable(container);
        foreach (int pid in ContainerProcesses.Find(stored))
        {
            if (table.Read(pid) is { } process)
            {
                WriteObject(process);
            }
        }
    }
}
