using PSContainer.Tests.Invariants;
using PSContainer.Tests.Engine;

namespace PSContainer.Tests.Cmdlets;

public sealed class SuspendContainerTests : IDisposable
{
    private readonly PowerShellEngine _engine = new();

    public SuspendContainerTests() => Rights.NeedCgroups();

    public void Dispose() => _engine.Dispose();

    [Fact]
    public void Its_processes_stand_still_until_it_is_resumed()
    {
        EngineResult result = _engine.Run(
            """
            $c = New-NamespacedProcess -- sh -c 'while :; do :; done'
            function Time { [int64] (-split [IO.File]::ReadAllText("/proc/$($c.ProcessId)/stat"))[13] }
            try {
                ($c | Suspend-Container -PassThru).Status
                $before = Time; [Threading.Thread]::Sleep(300); (Time) - $before
                ($c | Resume-Container -PassThru).Status
                [Threading.Thread]::Sleep(500); (Time) -gt $before
            }
            finally { $c | Remove-Container -Force }
            """).ThrowOnErrors();
        Assert.Equal(["Paused", "0", "Running", "True"], result.Lines);
    }

    [Fact]
    public void Another_session_sees_that_it_is_suspended()
    {
        using var container = LaunchedContainer.Start(new() { Command = ["sleep", "1000"], Cgroup = true });
        _engine.Run("param($Id) Suspend-Container -Id $Id", container.Id).ThrowOnErrors();
        using var other = new PowerShellEngine();
        Assert.Equal(["Paused"], other.Run("param($Name) (Get-Container $Name).Status", container.Name).ThrowOnErrors().Lines);
    }

    [Fact]
    public void What_is_so_already_is_left_alone()
    {
        using var container = LaunchedContainer.Start(new() { Command = ["sleep", "1000"], Cgroup = true });
        EngineResult result = _engine.Run(
            "param($Id) Resume-Container -Id $Id; Suspend-Container -Id $Id; Suspend-Container -Id $Id; Resume-Container -Id $Id; (Get-Container -Id $Id).Status", container.Id);
        Assert.Equal(["Running"], result.ThrowOnErrors().Lines);
    }

    [Fact]
    public void One_that_is_suspended_can_be_stopped()
    {
        using var container = LaunchedContainer.Start(new() { Command = ["sleep", "1000"], Cgroup = true });
        EngineResult result = _engine.Run("param($Id) Suspend-Container -Id $Id; (Stop-Container -Id $Id -PassThru).ExitCode", container.Id);
        Assert.Equal(["143"], result.ThrowOnErrors().Lines);
    }

    [Fact]
    public void One_that_waits_to_be_started_waits_on_after_it()
    {
        EngineResult result = _engine.Run(
            """
            $c = New-Container -- sh -c 'exit 6'
            try { ($c | Suspend-Container -PassThru).Status; $c | Resume-Container; $c.Refresh(); $c.Status; ($c | Start-Container -PassThru | Wait-Container).ExitCode }
            finally { $c | Remove-Container -Force }
            """).ThrowOnErrors();
        Assert.Equal(["Created", "6"], result.Lines.Skip(1));
    }

    [Theory]
    [InlineData("Suspend-Container")]
    [InlineData("Resume-Container")]
    public void One_that_has_ended_is_an_error(string cmdlet)
    {
        using var container = LaunchedContainer.Run("true");
        EngineResult result = _engine.Run($"param($Id) $null = Wait-Container -Id $Id; {cmdlet} -Id $Id", container.Id);
        Assert.Equal($"Container.NotRunning,PSContainer.Commands.{cmdlet.Replace("-", "", StringComparison.Ordinal)}Command", result.OnlyError().FullyQualifiedErrorId);
    }

    [Fact]
    public void Without_a_cgroup_it_cannot_be()
    {
        using var container = LaunchedContainer.Run("sleep", "1000");
        EngineResult result = _engine.Run("param($Id) Suspend-Container -Id $Id", container.Id);
        Assert.Equal("Container.NoCgroup,PSContainer.Commands.SuspendContainerCommand", result.OnlyError().FullyQualifiedErrorId);
    }

    [Fact]
    public void WhatIf_suspends_nothing()
    {
        using var container = LaunchedContainer.Start(new() { Command = ["sleep", "1000"], Cgroup = true });
        EngineResult result = _engine.Run("param($Id) Suspend-Container -Id $Id -WhatIf; (Get-Container -Id $Id).Status", container.Id);
        Assert.Equal(["Running"], result.ThrowOnErrors().Lines);
    }
}
