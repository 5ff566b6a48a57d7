using PSContainer.Tests.Cmdlets;
using PSContainer.Tests.Engine;

namespace PSContainer.Tests.Sessions;

/// <summary>Sessions in containers, as PowerShell's own cmdlets take them.</summary>
[Collection(WholeMachine.Collection)]
[LeavesNothing]
public sealed class ContainerSessionTests : IDisposable
{
    private readonly PowerShellEngine _engine = new() { Patience = TimeSpan.FromMinutes(8) };

    public void Dispose() => _engine.Dispose();

    [Fact]
    public void A_session_keeps_its_state_and_its_container_goes_with_it()
    {
        string name = LaunchedContainer.NewName();
        EngineResult result = _engine.Run(
            """
            param($Name)
            $s = New-ContainerSession -ContainerName $Name -Hostname box
            $s.GetType().FullName; $s.ComputerName -eq $Name; $s.Transport; $s.State; @(Get-PSSession).Count
            Invoke-Command -Session $s { $n = 41 }
            Invoke-Command -Session $s { $n + 1 } | ForEach-Object { $_; $_.PSComputerName -eq $Name }
            (Get-Container $Name).Status
            Remove-PSSession $s
            @(Get-Container $Name -ErrorAction Ignore).Count
            """, name).ThrowOnErrors();
        Assert.Equal(["System.Management.Automation.Runspaces.PSSession", "True", "PSContainer", "Opened", "1", "42", "True", "Running", "0"], result.Lines);
    }

    [Fact]
    public void A_container_that_runs_outlives_its_session()
    {
        using var container = LaunchedContainer.Idle();
        EngineResult result = _engine.Run(
            """
            param($Name)
            $s = Get-Container $Name | New-ContainerSession -SessionName mine -Environment @{ WHO = 'me'; DOTNET_TieredPGO = '1' }
            $s.Name; Invoke-Command -Session $s { $env:WHO; $env:DOTNET_TieredPGO; $env:DOTNET_ThreadPool_UnfairSemaphoreSpinLimit }
            Remove-PSSession $s
            """, container.Name).ThrowOnErrors();
        Assert.Equal(["mine", "me", "1", "8"], result.Lines);
        Assert.True(container.Look().IsAlive);
    }

    [Fact]
    public void A_pwsh_that_ends_breaks_the_session_and_the_container_goes()
    {
        EngineResult result = _engine.Run(
            """
            $s = New-ContainerSession
            Invoke-Command -Session $s { [Console]::Error.WriteLine('last words'); [Environment]::Exit(4) }
            $s.State; @(Get-Container | Where-Object Name -eq $s.ComputerName).Count
            Remove-PSSession $s
            """);
        Assert.Equal(["Broken", "0"], result.Lines);
        Assert.Contains("exit code 4", result.OnlyError().ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_container_that_is_removed_breaks_the_session()
    {
        string name = LaunchedContainer.NewName();
        EngineResult result = _engine.Run(
            """
            param($Name, $Tools)
            $null = New-NamespacedProcess -Name $Name -Mount "${Tools}:/srv:ro"
            $s = New-ContainerSession -Name $Name -PowerShellPath /srv/pwsh
            Remove-Container $Name -Force
            while ($s.State -eq 'Opened') { [Threading.Thread]::Sleep(1) }
            $s.State
            Invoke-Command -Session $s { 1 }
            Remove-PSSession $s
            """, name, AppContext.BaseDirectory);
        Assert.Equal(["Broken"], result.Lines);

        // PowerShell's own words, and a second error: that no session is left.
        Assert.Contains("The session state is Broken", result.AllErrors[0].ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Ctrl_C_while_it_opens_ends_it()
    {
        using var server = new FakeServer("echo starting >&2; touch /mnt/started; sleep 1000");
        using RunningScript running = _engine.Start($"New-ContainerSession -Count 3 {server.Parameters}");
        server.WaitForFile("started");
        running.Stop();
        Assert.True(running.Wait().Stopped);
    }

    [Theory]
    [InlineData("New-ContainerSession -ThrottleLimit 0", "ParameterArgumentValidationError")]
    [InlineData("New-ContainerSession -Count 2 -ContainerName one", "Session.OneNameForMany")]
    [InlineData("New-ContainerSession -Name no-such-container", "Container.NotFound")]
    public void Bad_input_is_said(string script, string id) =>
        Assert.StartsWith(id, _engine.Run(script).OnlyError().FullyQualifiedErrorId, StringComparison.Ordinal);

    [Fact]
    public void An_engine_that_is_killed_takes_its_sessions_containers_along()
    {
        using var process = EngineProcess.Start("$s = New-ContainerSession; \"name $($s.ComputerName)\"; [Threading.Thread]::Sleep(-1)");
        process.WaitForOutput("name ");
        string name = process.OutputSoFar.Trim().Split(' ')[^1];
        process.Kill();
        _engine.Run("param($Name) while (Get-Container | Where-Object Name -eq $Name) { [Threading.Thread]::Sleep(10) }", name).ThrowOnErrors();
    }
}
