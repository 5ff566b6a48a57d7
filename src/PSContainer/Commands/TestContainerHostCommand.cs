using System.Management.Automation;
using PSContainer.Hosting;

namespace PSContainer.Commands;

/// <summary>Tells what this kernel and this user can do, and how to get the rest. Changes nothing.</summary>
[Cmdlet(VerbsDiagnostic.Test, "ContainerHost")]
[OutputType(typeof(ContainerHostCheck))]
[OutputType(typeof(bool))]
public sealed class TestContainerHostCommand : ContainerCmdlet
{
    /// <summary>Only says whether containers run here: whether nothing is missing.</summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        IEnumerable<ContainerHostCheck> checks = HostChecks.Run(
            new HostView { LauncherPath = ContainerHome.LauncherPath, StateRoot = Store.Root });
        if (Quiet)
        {
            WriteObject(checks.All(static check => check.Status != ContainerHostStatus.Missing));
        }
        else
        {
            WriteObject(checks, enumerateCollection: true);
        }
    }
}
