using System.Management.Automation;
using System.Management.Automation.Runspaces;

namespace PSContainer.Bench.Groups;

/// <summary>The PowerShell engine in this process.</summary>
internal static class HostedEngine
{
    public static PowerShell Open()
    {
        Runspace runspace = RunspaceFactory.CreateRunspace(InitialSessionState.CreateDefault2());
        runspace.Open();
        return PowerShell.Create(runspace);
    }
}
