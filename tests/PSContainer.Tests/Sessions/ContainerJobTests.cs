using System.Management.Automation;
using PSContainer.Tests.Engine;

namespace PSContainer.Tests.Sessions;

/// <summary>Commands and script blocks in the background, as PowerShell's own job cmdlets see them.</summary>
[Collection(WholeMachine.Collection)]
[LeavesNothing]
public sealed class ContainerJobTests : IDisposable
{
    private readonly PowerShellEngine _engine = new() { Patience = TimeSpan.FromMinutes(8) };

    public void Dispose() => _engine.Dispose();

    [Fact]
    public void A_commands_lines_errors_and_exit_code_are_the_jobs()
    {
        EngineResult result = _engine.Run(
            """
            $job = Invoke-ContainerCommand -AsJob -JobName work -- sh -c 'echo out; echo err >&2; exit 3'
            $job.GetType().FullName; $job.Name; $job.Location -eq $job.ContainerName
            (Get-Job work | Wait-Job).State
            Receive-Job $job
            $job.ExitCode; $job.StatusMessage; $job.HasMoreData
            Remove-Job $job
            @(Get-Job).Count
            """);
        Assert.Equal(["PSContainer.ContainerJob", "work", "True", "Completed", "out", "3", "Exit code 3", "False", "0"], result.Lines);
        Assert.Equal("err", result.OnlyError().Exception.Message);
    }

    [Fact]
    public void A_script_block_is_a_job_with_all_streams()
    {
        EngineResult result = _engine.Run(
            """
            $job = 1..3 | Invoke-ContainerCommand -AsJob {
                process { $_ * 2 }
                end { & { [CmdletBinding()] param() $PSCmdlet.WriteWarning('careful'); $PSCmdlet.WriteProgress([Management.Automation.ProgressRecord]::new(1, 'a', 'half way')) } }
            }
            $null = Wait-Job $job
            $job.Progress[0].StatusDescription
            Receive-Job $job
            $job.State
            Remove-Job $job
            """).ThrowOnErrors();
        Assert.Equal(["half way", "2", "4", "6", "Completed"], result.Lines);
        Assert.Equal(["careful"], result.Warnings);
    }

    [Theory]
    [InlineData("-- sh -c 'echo begun; sleep 1000'")]
    [InlineData("{ 'begun'; while ($true) { [Threading.Thread]::Sleep(100) } }")]
    [InlineData("{ 'begun'; while ($true) { [Threading.Thread]::Sleep(100) } } -InputObject 1 -Isolated")]
    public void To_stop_it_ends_the_container(string what)
    {
        EngineResult result = _engine.Run(
            $$"""
            $job = Invoke-ContainerCommand -AsJob {{what}}
            while (-not $job.Output.Count) { [Threading.Thread]::Sleep(1) }
            Stop-Job $job
            $job.State
            Remove-Job $job
            """).ThrowOnErrors();
        Assert.Equal(["Stopped"], result.Lines);
    }

    [Fact]
    public void A_pool_is_one_job()
    {
        EngineResult result = _engine.Run("$job = 1..6 | Invoke-ContainerCommand -AsJob { $_ * 2 } -ThrottleLimit 2; Receive-Job $job -Wait; $job.State; Remove-Job $job").ThrowOnErrors();
        Assert.Equal(["10", "12", "2", "4", "6", "8", "Completed"], result.Lines.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("-- no-such-command", "Command.NotFound")]
    [InlineData("{ throw 'broken' }", "broken")]
    [InlineData("{ [Environment]::Exit(4) }", "Session.ServerEnded")]
    public void What_fails_fails_the_job(string what, string id)
    {
        EngineResult result = _engine.Run($"$job = Invoke-ContainerCommand -AsJob {what}; $null = Wait-Job $job; $job.State; Receive-Job $job; Remove-Job $job");
        Assert.Equal(["Failed"], result.Lines);
        Assert.StartsWith(id, result.OnlyError().FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    [Fact]
    public void Input_waits_while_the_command_does_not_read()
    {
        EngineResult result = _engine.Run(
            """
            $job = 1..20000 | Invoke-ContainerCommand -AsJob -- sh -c 'wc -l'
            (Receive-Job $job -Wait).Trim()
            Remove-Job $job
            """).ThrowOnErrors();
        Assert.Equal(["20000"], result.Lines);
    }

    [Fact]
    public void To_remove_one_that_runs_takes_Force_and_ends_it()
    {
        EngineResult result = _engine.Run(
            "$job = Invoke-ContainerCommand -AsJob -- sh -c 'sleep 1000'; Remove-Job $job -ErrorAction SilentlyContinue; @(Get-Job).Count; Remove-Job $job -Force; @(Get-Job).Count");
        Assert.Equal(["1", "0"], result.Lines);
    }

    [Fact]
    public void One_is_removed_by_who_receives_it()
    {
        EngineResult result = _engine.Run("Invoke-ContainerCommand -AsJob -- echo one | Receive-Job -Wait -AutoRemoveJob; @(Get-Job).Count").ThrowOnErrors();
        Assert.Equal(["one", "0"], result.Lines);
    }

    [Theory]
    [InlineData("-- hostname")]
    [InlineData("{ 1 }")]
    public void Each_container_of_the_pipeline_has_a_job(string what)
    {
        using var one = Cmdlets.LaunchedContainer.Idle();
        using var two = Cmdlets.LaunchedContainer.Idle();
        EngineResult result = _engine.Run(
            $"$jobs = Get-Container {one.Name}, {two.Name} | Invoke-ContainerCommand -AsJob {what}; $jobs | Wait-Job | ForEach-Object {{ $_.Location; $_.State }}; $jobs | Remove-Job").ThrowOnErrors();
        Assert.Equal(new[] { one.Name, two.Name, "Completed", "Completed" }.Order(), result.Lines.Order());
    }

    [Theory]
    [InlineData("-- cat")]
    [InlineData("-AsJob -- cat")]
    [InlineData("{ $input }")]
    public void Input_among_containers_is_refused(string what)
    {
        using var container = Cmdlets.LaunchedContainer.Idle();
        EngineResult result = _engine.Run($"@(Get-Container {container.Name}) + 'text' | Invoke-ContainerCommand {what}; Get-Job | Remove-Job -Force");
        Assert.StartsWith("Command.InputAmongContainers", result.OnlyError().FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    [Fact]
    public void Each_container_that_runs_has_a_job()
    {
        using var one = Cmdlets.LaunchedContainer.Idle();
        using var two = Cmdlets.LaunchedContainer.Idle();
        EngineResult result = _engine.Run(
            $"$jobs = Invoke-ContainerCommand -AsJob -Name {one.Name}, {two.Name} -- sh -c 'echo $$'; @($jobs).Count; $jobs | Wait-Job | ForEach-Object {{ $_.Location }}; $jobs | Remove-Job").ThrowOnErrors();
        Assert.Equal("2", result.Lines[0]);
        Assert.Equal(new[] { one.Name, two.Name }.Order(), result.Lines.Skip(1).Order());
    }
}
