using System.Diagnostics;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using PSContainer.Tests.Engine;

namespace PSContainer.Tests.Cmdlets;

/// <summary>Many launches in one process: nothing grows.</summary>
[Collection(WholeMachine.Collection)]
[LeavesNothing]
public sealed class InvokeManyTests
{
    [Fact]
    public void A_thousand_launches_in_one_session_leave_nothing()
    {
        using var engine = new PowerShellEngine { Patience = TimeSpan.FromMinutes(4) };
        const string script = "param($Count) for ($i = 0; $i -lt $Count; $i++) { if ((Invoke-ContainerCommand echo $i) -ne $i) { throw \"launch $i\" } }";
        engine.Run(script, 100).ThrowOnErrors();
        long before = Resident();
        engine.Run(script, 1000).ThrowOnErrors();
        long grown = Resident() - before;
        Assert.True(grown < 48 << 20, $"The session grew by {grown >> 20} MB.");
    }

    [Fact]
    public void Two_hundred_launches_in_8_runspaces_at_a_time_leave_nothing()
    {
        var state = InitialSessionState.CreateDefault2();
        state.ImportPSModule(BuildPaths.ModuleManifest);
        using RunspacePool pool = RunspaceFactory.CreateRunspacePool(1, 8, state, new QuickStart.Host.ScriptHost(
            new QuickStart.Host.ScriptHostUI(TextReader.Null, TextWriter.Null, TextWriter.Null, new QuickStart.Host.ScriptRawUI(120), ansi: false)));
        pool.Open();
        var calls = Enumerable.Range(0, 200).Select(i => Begin(pool, i)).ToList();
        for (int i = 0; i < calls.Count; i++)
        {
            using PowerShell powershell = calls[i].PowerShell;
            Assert.True(calls[i].Call.AsyncWaitHandle.WaitOne(TimeSpan.FromMinutes(4)));
            Assert.Equal([$"in {i}", $"{i}"], powershell.EndInvoke(calls[i].Call).Select(static line => line.ToString()));
            Assert.Empty(powershell.Streams.Error);
        }
    }

    [Fact]
    public void Detached_containers_by_the_dozen_leave_nothing()
    {
        using var engine = new PowerShellEngine { Patience = TimeSpan.FromMinutes(2) };
        engine.Run(
            """
            $all = foreach ($i in 1..50) { New-NamespacedProcess -ContainerLabel @{ many = 'yes' } }
            $all | Invoke-ContainerCommand true
            $all | Remove-Container -Force
            """).ThrowOnErrors();
    }

    private static (PowerShell PowerShell, IAsyncResult Call) Begin(RunspacePool pool, int i)
    {
        var powershell = PowerShell.Create();
        powershell.RunspacePool = pool;
        powershell.AddScript("param($I) \"in $I\" | Invoke-ContainerCommand -- sh -c \"cat; echo $I\"").AddArgument(i);
        return (powershell, powershell.BeginInvoke());
    }

    private static long Resident()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        using Process self = Process.GetCurrentProcess();
        return self.WorkingSet64;
    }
}
