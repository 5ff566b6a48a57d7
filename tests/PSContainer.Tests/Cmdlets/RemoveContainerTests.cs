using System.Diagnostics;
using System.Management.Automation;
using PSContainer.Cgroups;
using PSContainer.State;
using PSContainer.Tests.Cgroups;
using PSContainer.Tests.Engine;

namespace PSContainer.Tests.Cmdlets;

public sealed class RemoveContainerTests : IDisposable
{
    private readonly PowerShellEngine _engine = new();

    public void Dispose() => _engine.Dispose();

    [Fact]
    public void One_that_has_ended_is_removed_and_its_name_is_free()
    {
        using var done = LaunchedContainer.Run("true");
        string name = done.Name;
        EngineResult result = _engine.Run("param($Name) Wait-Container $Name | Remove-Container", name).ThrowOnErrors();
        Assert.Empty(result.Output);
        Assert.False(Directory.Exists(done.Folder));
        using var next = LaunchedContainer.Start(new() { Name = name, Command = ["true"] });
        Assert.Equal(name, next.Name);
    }

    [Fact]
    public void PassThru_gives_what_was_removed()
    {
        using var done = LaunchedContainer.Run("sh", "-c", "exit 3");
        Container removed = _engine.Run("param($Id) Wait-Container -Id $Id | Remove-Container -PassThru", done.Id).Only<Container>();
        Assert.Equal(3, removed.ExitCode);
    }

    [Fact]
    public void One_that_runs_is_an_error_that_names_the_remedy()
    {
        using var idle = LaunchedContainer.Idle();
        ErrorRecord error = _engine.Run("param($Id) Remove-Container -Id $Id", idle.Id).OnlyError();
        Assert.Equal("Container.Running,PSContainer.Commands.RemoveContainerCommand", error.FullyQualifiedErrorId);
        Assert.Equal(ErrorCategory.InvalidOperation, error.CategoryInfo.Category);
        Assert.Contains("-Force", error.Exception.Message, StringComparison.Ordinal);
        Assert.Equal(ContainerStatus.Running, idle.Look().Status);
    }

    [Fact]
    public void Force_ends_those_that_run()
    {
        string prefix = LaunchedContainer.NewName();
        using var idle = LaunchedContainer.Idle(prefix + "-idle");
        using var deaf = LaunchedContainer.Start(new() { Name = prefix + "-deaf", Command = ["sh", "-c", "trap '' TERM; sleep 1000; sleep 1000"] });
        using var done = LaunchedContainer.Start(new() { Name = prefix + "-done", Command = ["true"] });
        ProcessIdentity[] processes = [idle.State.Process!.Value, deaf.State.Process!.Value];
        _engine.Run("param($P) Remove-Container $P* -Force", prefix).ThrowOnErrors();
        Assert.All(new[] { idle, deaf, done }, static container => Assert.False(Directory.Exists(container.Folder)));
        Assert.All(processes, static process => Assert.False(process.IsAlive()));
    }

    [Fact]
    public void Removing_an_object_again_is_no_error()
    {
        using var idle = LaunchedContainer.Idle();
        _engine.Run("param($C) $C | Remove-Container -Force; $C | Remove-Container; $C | Remove-Container -Force", idle.Look()).ThrowOnErrors();
        Assert.False(idle.Exists);
    }

    [Fact]
    public void A_name_or_id_that_is_not_there_is_an_error_of_its_own()
    {
        using var done = LaunchedContainer.Run("true");
        EngineResult result = _engine.Run(
            "param($Id) $null = Wait-Container -Id $Id; Remove-Container -Id 0none, $Id; Remove-Container -Name none-such; Remove-Container -Name none-*", done.Id);
        Assert.Equal(2, result.Errors.Count);
        Assert.All(result.Errors, static error => Assert.StartsWith("Container.NotFound,", error.FullyQualifiedErrorId, StringComparison.Ordinal));
        Assert.False(done.Exists);
    }

    [Theory]
    [InlineData("../x")]
    [InlineData("a/b")]
    [InlineData("..")]
    public void An_id_that_is_none_is_refused(string id)
    {
        ErrorRecord error = _engine.Run("param($Id) Remove-Container -Id $Id -Force", id).OnlyError();
        Assert.StartsWith("Container.InvalidId,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    [Fact]
    public void Patterns_that_overlap_remove_each_once()
    {
        using var done = LaunchedContainer.Run("true");
        EngineResult result = _engine.Run(
            "param($Name) $null = Wait-Container $Name; Remove-Container $Name, $Name, \"$Name*\" -PassThru", done.Name).ThrowOnErrors();
        Assert.Single(result.Output);
    }

    [Fact]
    public void WhatIf_does_nothing()
    {
        using var done = LaunchedContainer.Run("true");
        EngineResult result = _engine.Run("param($Id) Remove-Container -Id $Id -Force -WhatIf", done.Id).ThrowOnErrors();
        Assert.Contains($"\"Remove\" on target \"{done.Name}\"", result.HostText, StringComparison.Ordinal);
        Assert.True(done.Exists);
    }

    [Theory]
    [InlineData("y", false)]
    [InlineData("n", true)]
    public void Confirm_asks(string answer, bool stays)
    {
        using var done = LaunchedContainer.Run("true");
        _engine.Answer(answer);
        _engine.Run("param($Id) $null = Wait-Container -Id $Id; Remove-Container -Id $Id -Confirm", done.Id).ThrowOnErrors();
        Assert.Equal(stays, done.Exists);
    }

    [Fact]
    public void The_cgroup_of_one_whose_monitor_was_killed_goes_too()
    {
        TestGroup.SkipUnlessPossible();
        using var idle = LaunchedContainer.Start(new() { Init = Protocol.InitMode.Idle, Cgroup = true });
        string[] groups = [.. idle.State.CgroupPaths.Select(static line => line[(line.IndexOf(':') + 1)..])];
        KillMonitor(idle);
        Assert.All(groups, static group => Assert.True(Directory.Exists(group)));
        _engine.Run("param($Id) Remove-Container -Id $Id -Force", idle.Id).ThrowOnErrors();
        Assert.All(groups, static group => Assert.False(Directory.Exists(group)));
        Assert.False(idle.Exists);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("{\"ociVersion\":\"1.2.0\",\"id\":\"other\",\"status\":\"running\",\"pid\":1,\"bundle\":\"/\"}")]
    [InlineData("null")]
    [InlineData("\0\0\0\0")]
    public void One_whose_state_cannot_be_read_is_ended_and_cleared(string content)
    {
        TestGroup.SkipUnlessPossible();
        using var idle = LaunchedContainer.Start(new() { Init = Protocol.InitMode.Idle, Cgroup = true });
        ContainerState state = idle.State;
        File.WriteAllText(idle.Folder + "/state.json", content);
        ErrorRecord error = _engine.Run("param($Id) Remove-Container -Id $Id", idle.Id).OnlyError();
        Assert.StartsWith("Container.Owned,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.True(state.Process!.Value.IsAlive());

        _engine.Run("param($Id) Remove-Container -Id $Id -Force", idle.Id).ThrowOnErrors();
        Assert.False(Directory.Exists(idle.Folder));
        Assert.True(SpinWait.SpinUntil(() => !state.Process!.Value.IsAlive() && !state.Monitor!.Value.IsAlive(), TimeSpan.FromSeconds(60)));
        Assert.All(state.CgroupPaths, static line => Assert.False(Directory.Exists(line[(line.IndexOf(':') + 1)..])));
    }

    [Fact]
    public void One_whose_state_is_gone_and_whose_monitor_was_killed_is_cleared()
    {
        TestGroup.SkipUnlessPossible();
        using var idle = LaunchedContainer.Start(new() { Init = Protocol.InitMode.Idle, Cgroup = true });
        ContainerState state = idle.State;
        KillMonitor(idle);
        File.Delete(idle.Folder + "/state.json");
        _engine.Run("param($Id) Remove-Container -Id $Id -Force", idle.Id).ThrowOnErrors();
        Assert.False(Directory.Exists(idle.Folder));
        Assert.All(state.CgroupPaths, static line => Assert.False(Directory.Exists(line[(line.IndexOf(':') + 1)..])));
    }

    [Fact]
    public void A_process_that_only_has_the_pid_of_a_container_is_never_signalled()
    {
        using var idle = LaunchedContainer.Idle();
        ProcessIdentity process = idle.State.Process!.Value;
        KillMonitor(idle);
        // The kernel counts start times in hundredths of a second; a pid does not come round that fast.
        Thread.Sleep(50);
        using var bystander = Process.Start("sleep", "1000");
        try
        {
            string state = File.ReadAllText(idle.Folder + "/state.json");
            File.WriteAllText(idle.Folder + "/state.json", state.Replace($"\"pid\":{process.Pid}", $"\"pid\":{bystander.Id}", StringComparison.Ordinal));
            Assert.Equal(bystander.Id, idle.State.Pid);
            _engine.Run("param($Id) Stop-Container -Id $Id -Force; Remove-Container -Id $Id -Force", idle.Id).ThrowOnErrors();
            Assert.False(bystander.WaitForExit(200));
        }
        finally
        {
            bystander.Kill();
        }
    }

    [Fact]
    public void Two_may_remove_the_same_at_once()
    {
        for (int i = 0; i < 10; i++)
        {
            using var idle = LaunchedContainer.Start(new() { Init = Protocol.InitMode.Idle, Cgroup = i % 2 == 1 });
            using var other = new PowerShellEngine();
            Container one = idle.Look(), two = idle.Look();
            using RunningScript first = _engine.Start("param($C) $C | Remove-Container -Force", one);
            using RunningScript second = other.Start("param($C) $C | Remove-Container -Force", two);
            first.Wait().ThrowOnErrors();
            second.Wait().ThrowOnErrors();
            Assert.False(Directory.Exists(idle.Folder));
        }
    }

    [Fact]
    public void Containers_are_stopped_and_removed_in_one_pipeline()
    {
        string prefix = LaunchedContainer.NewName();
        using var one = LaunchedContainer.Idle(prefix + "-1");
        using var two = LaunchedContainer.Idle(prefix + "-2");
        _engine.Run("param($P) Get-Container $P* | Where-Object Status -eq Running | Stop-Container -PassThru | Remove-Container", prefix).ThrowOnErrors();
        Assert.False(one.Exists || two.Exists);
    }

    private static void KillMonitor(LaunchedContainer container)
    {
        ProcessIdentity process = container.State.Process!.Value;
        using (Process monitor = Process.GetProcessById(container.State.Monitor!.Value.Pid))
        {
            monitor.Kill();
        }

        Assert.True(SpinWait.SpinUntil(() => !process.IsAlive(), TimeSpan.FromSeconds(60)));
    }
}
