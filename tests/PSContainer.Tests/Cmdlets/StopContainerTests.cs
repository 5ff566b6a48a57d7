using System.Diagnostics;
using System.Management.Automation;
using PSContainer.Cgroups;
using PSContainer.Oci;
using PSContainer.State;
using PSContainer.Tests.Cgroups;
using PSContainer.Tests.Engine;

namespace PSContainer.Tests.Cmdlets;

/// <summary>What Stop-Container stops, how long it waits, and what it leaves alone.</summary>
public sealed class StopContainerTests : IDisposable
{
    private static readonly string[] s_deaf = ["sh", "-c", "trap '' TERM; while :; do sleep 0.05; done"];

    private readonly PowerShellEngine _engine = new();

    public void Dispose() => _engine.Dispose();

    [Fact]
    public void One_that_does_not_end_in_time_gets_SIGKILL()
    {
        using var deaf = LaunchedContainer.Run(s_deaf);
        SignalWaits.UntilIgnored(deaf, 15);
        var clock = Stopwatch.StartNew();
        Container stopped = _engine.Run("param($Id) Stop-Container -Id $Id -Timeout 0.3 -PassThru", deaf.Id).Only<Container>();
        Assert.InRange(clock.Elapsed, TimeSpan.FromSeconds(0.3), TimeSpan.FromSeconds(8));
        Assert.Equal(128 + 9, stopped.ExitCode);
    }

    [Fact]
    public void Force_does_not_ask()
    {
        using var deaf = LaunchedContainer.Run(s_deaf);
        SignalWaits.UntilIgnored(deaf, 15);
        Container stopped = _engine.Run("param($Id) Stop-Container -Id $Id -Timeout 100 -Force -PassThru", deaf.Id).Only<Container>();
        Assert.Equal(128 + 9, stopped.ExitCode);
    }

    [Theory]
    [InlineData("-2")]
    [InlineData("'soon'")]
    [InlineData("$null")]
    [InlineData("1e300")]
    [InlineData("([double]::NaN)")]
    public void A_wrong_time_ends_the_call(string time)
    {
        ErrorRecord error = _engine.Run($"Stop-Container -Name none-such -Timeout {time}").OnlyError();
        Assert.Equal("ParameterArgumentTransformationError,PSContainer.Commands.StopContainerCommand", error.FullyQualifiedErrorId);
    }

    [Theory]
    [InlineData("0.5")]
    [InlineData("'0.5'")]
    [InlineData("00:00:00.5")]
    [InlineData("([timespan]::FromMilliseconds(500))")]
    public void A_time_is_seconds_or_a_TimeSpan(string time)
    {
        using var deaf = LaunchedContainer.Run(s_deaf);
        SignalWaits.UntilIgnored(deaf, 15);
        var clock = Stopwatch.StartNew();
        _engine.Run($"param($Id) Stop-Container -Id $Id -Timeout {time}", deaf.Id).ThrowOnErrors();
        Assert.InRange(clock.Elapsed, TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(8));
    }

    [Fact]
    public void One_that_has_ended_is_left_alone_without_an_error()
    {
        using var done = LaunchedContainer.Run("true");
        _engine.Run("param($Id) Wait-Container -Id $Id | ForEach-Object { }", done.Id).ThrowOnErrors();
        EngineResult result = _engine.Run("param($Id) Stop-Container -Id $Id; Stop-Container -Id $Id -Force -PassThru", done.Id);
        Assert.Equal(0, result.Only<Container>().ExitCode);
    }

    [Fact]
    public void Containers_are_taken_by_object_name_pattern_and_id()
    {
        string prefix = LaunchedContainer.NewName();
        using var one = LaunchedContainer.Idle(prefix + "-1");
        using var two = LaunchedContainer.Idle(prefix + "-2");
        using var three = LaunchedContainer.Idle();
        using var four = LaunchedContainer.Idle();
        EngineResult result = _engine.Run(
            "param($Pattern, $Id, $Object) Stop-Container $Pattern -PassThru; Stop-Container -Id $Id.Substring(0, 20) -PassThru; $Object | Stop-Container -PassThru",
            prefix + "-*", three.Id, four.Look()).ThrowOnErrors();
        Assert.Equal([prefix + "-1", prefix + "-2", three.Name, four.Name], result.Lines.Order(StringComparer.Ordinal).OrderBy(name => name == four.Name ? 2 : name == three.Name ? 1 : 0));
        Assert.All(new[] { one, two, three, four }, static container => Assert.Equal(ContainerStatus.Stopped, container.Look().Status));
    }

    [Fact]
    public void One_that_is_not_there_is_an_error_of_its_own()
    {
        using var idle = LaunchedContainer.Idle();
        EngineResult result = _engine.Run("param($Name) Stop-Container -Name none-such, $Name -PassThru", idle.Name);
        Assert.StartsWith("Container.NotFound,", result.OnlyError().FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal([idle.Name], result.Lines);
    }

    [Fact]
    public void Several_are_stopped_at_the_same_time()
    {
        string prefix = LaunchedContainer.NewName();
        var deaf = Enumerable.Range(0, 6).Select(i => LaunchedContainer.Start(new() { Name = $"{prefix}-{i}", Command = s_deaf })).ToList();
        try
        {
            deaf.ForEach(static container => SignalWaits.UntilIgnored(container, 15));
            var clock = Stopwatch.StartNew();
            Assert.Equal(6, _engine.Run("param($P) Stop-Container -Name $P* -Timeout 2 -PassThru", prefix).ThrowOnErrors().Output.Count);
            Assert.True(clock.Elapsed < TimeSpan.FromSeconds(10), $"It took {clock.Elapsed}.");
        }
        finally
        {
            deaf.ForEach(static container => container.Dispose());
        }
    }

    [Fact]
    public void Paused_containers_go_on_so_that_they_can_end()
    {
        TestGroup.SkipUnlessPossible();
        using var shell = LaunchedContainer.Start(new()
        {
            Command = ["sh", "-c", "trap 'exit 7' TERM; while :; do sleep 0.05; done"], Cgroup = true,
        });
        SignalWaits.UntilCaught(shell, 15);
        using (Cgroup cgroup = Cgroup.Open(shell.State.CgroupPaths))
        {
            cgroup.Freeze();
        }

        Assert.Equal(7, _engine.Run("param($Id) Stop-Container -Id $Id -PassThru", shell.Id).Only<Container>().ExitCode);
    }

    [Fact]
    public void Without_a_PID_namespace_all_processes_of_the_container_end()
    {
        TestGroup.SkipUnlessPossible();
        string marker = LaunchedContainer.NewName();
        using var shell = LaunchedContainer.Start(new()
        {
            Command = ["sh", "-c", $"sh -c 'trap \"\" TERM; : {marker}; while :; do sleep 0.05; done' & trap '' TERM; wait; wait; wait"],
            Namespaces = [NamespaceKind.Uts],
        });
        SignalWaits.UntilIgnored(shell, 15);
        Assert.True(SpinWait.SpinUntil(() => CountWith(marker) >= 2, TimeSpan.FromSeconds(60)));
        Assert.Equal(137, _engine.Run("param($Id) Stop-Container -Id $Id -Timeout 0.2 -PassThru", shell.Id).Only<Container>().ExitCode);
        Assert.Equal(0, CountWith(marker));
    }

    [Fact]
    public void One_without_a_monitor_is_stopped_and_its_exit_code_is_not_known()
    {
        using var idle = LaunchedContainer.Idle();
        ProcessIdentity process = idle.State.Process!.Value;
        using (Process monitor = Process.GetProcessById(idle.State.Monitor!.Value.Pid))
        {
            monitor.Kill();
        }

        Container stopped = _engine.Run("param($Id) Stop-Container -Id $Id -PassThru", idle.Id).Only<Container>();
        Assert.False(process.IsAlive());
        Assert.Null(stopped.ExitCode);
        Assert.Equal(ContainerStatus.Stopped, stopped.Status);
    }

    [Fact]
    public void WhatIf_does_nothing()
    {
        using var idle = LaunchedContainer.Idle();
        EngineResult result = _engine.Run("param($Id) Stop-Container -Id $Id -WhatIf", idle.Id).ThrowOnErrors();
        Assert.Contains($"\"Stop\" on target \"{idle.Name}\"", result.HostText, StringComparison.Ordinal);
        Assert.Equal(ContainerStatus.Running, idle.Look().Status);
    }

    [Fact]
    public void Without_PassThru_it_is_silent()
    {
        using var idle = LaunchedContainer.Idle();
        EngineResult result = _engine.Run("param($Id) Stop-Container -Id $Id", idle.Id).ThrowOnErrors();
        Assert.Empty(result.Output);
        Assert.Empty(result.HostText);
    }

    [Fact]
    public void A_stop_of_the_pipeline_returns_at_once()
    {
        using var deaf = LaunchedContainer.Run(s_deaf);
        SignalWaits.UntilIgnored(deaf, 15);
        using RunningScript running = _engine.Start("param($Id) 'begun'; Stop-Container -Id $Id -Timeout -1", deaf.Id);
        running.WaitForOutput("begun");
        Thread.Sleep(200);
        var clock = Stopwatch.StartNew();
        running.Stop();
        Assert.True(running.Wait().Stopped);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(20), $"It took {clock.Elapsed}.");
        Assert.Equal(ContainerStatus.Running, deaf.Look().Status);
    }

    private static int CountWith(string marker) => Directory.EnumerateDirectories("/proc").Count(folder => CommandLine(folder).Contains(marker, StringComparison.Ordinal));

    private static string CommandLine(string folder)
    {
        try
        {
            return File.ReadAllText(folder + "/cmdline");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
