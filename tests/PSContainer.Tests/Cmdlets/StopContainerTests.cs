using System.Diagnostics;
using System.Management.Automation;
using PSContainer.Cgroups;
using PSContainer.Containers;
using PSContainer.Oci;
using PSContainer.State;
using PSContainer.Tests.Cgroups;
using PSContainer.Tests.Engine;

namespace PSContainer.Tests.Cmdlets;

public sealed class StopContainerTests : IDisposable
{
    private static readonly string[] s_deaf = ["sh", "-c", "trap '' TERM; while :; do sleep 0.05; done"];

    private readonly PowerShellEngine _engine = new();

    public void Dispose() => _engine.Dispose();

    [Fact]
    public void A_command_that_is_process_1_and_does_not_handle_SIGTERM_is_stopped_at_once()
    {
        using var sleep = LaunchedContainer.Run("sleep", "1000");
        var clock = Stopwatch.StartNew();
        Container stopped = _engine.Run("param($Id) Stop-Container -Id $Id -PassThru", sleep.Id).Only<Container>();
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(9), $"It took {clock.Elapsed}.");
        Assert.Equal(ContainerStatus.Stopped, stopped.Status);
        Assert.Equal(128 + 15, stopped.ExitCode);
        Assert.Equal(15, stopped.Signal);
        Assert.False(Directory.Exists($"/proc/{sleep.State.Pid}"));
    }

    [Fact]
    public void A_command_that_handles_the_signal_ends_with_its_own_exit_code()
    {
        using var shell = LaunchedContainer.Run("sh", "-c", "trap 'exit 7' TERM; while :; do sleep 0.05; done");
        WaitUntilHandled(shell, 15);
        Container stopped = _engine.Run("param($Id) Stop-Container -Id $Id -PassThru", shell.Id).Only<Container>();
        Assert.Equal(7, stopped.ExitCode);
        Assert.Null(stopped.Signal);
    }

    [Fact]
    public void An_init_that_waits_for_signals_gets_the_one_that_was_meant()
    {
        using var idle = LaunchedContainer.Idle();
        Container stopped = _engine.Run("param($Id) Stop-Container -Id $Id -PassThru", idle.Id).Only<Container>();
        Assert.Equal(128 + 15, stopped.ExitCode);
        Assert.Null(stopped.Signal);
    }

    [Fact]
    public void One_that_does_not_end_in_time_gets_SIGKILL()
    {
        using var deaf = LaunchedContainer.Run(s_deaf);
        WaitUntilIgnored(deaf, 15);
        var clock = Stopwatch.StartNew();
        Container stopped = _engine.Run("param($Id) Stop-Container -Id $Id -Timeout 0.3 -PassThru", deaf.Id).Only<Container>();
        Assert.InRange(clock.Elapsed, TimeSpan.FromSeconds(0.3), TimeSpan.FromSeconds(8));
        Assert.Equal(128 + 9, stopped.ExitCode);
    }

    [Fact]
    public void Force_does_not_ask()
    {
        using var deaf = LaunchedContainer.Run(s_deaf);
        WaitUntilIgnored(deaf, 15);
        Container stopped = _engine.Run("param($Id) Stop-Container -Id $Id -Timeout 100 -Force -PassThru", deaf.Id).Only<Container>();
        Assert.Equal(128 + 9, stopped.ExitCode);
    }

    [Theory]
    [InlineData("USR1")]
    [InlineData("sigusr1")]
    [InlineData("10")]
    public void Another_signal_can_be_given(string signal)
    {
        using var shell = LaunchedContainer.Run("sh", "-c", "trap 'exit 9' USR1; while :; do sleep 0.05; done");
        WaitUntilHandled(shell, 10);
        Container stopped = _engine.Run("param($Id, $Signal) Stop-Container -Id $Id -Signal $Signal -PassThru", shell.Id, signal).Only<Container>();
        Assert.Equal(9, stopped.ExitCode);
    }

    [Fact]
    public void The_signal_of_the_image_is_the_default()
    {
        using var shell = LaunchedContainer.Start(new()
        {
            Command = ["sh", "-c", "trap 'exit 11' QUIT; while :; do sleep 0.05; done"],
            Annotations = new() { [StopSignal.Annotation] = "SIGQUIT" },
        });
        WaitUntilHandled(shell, 3);
        Assert.Equal(11, _engine.Run("param($Id) Stop-Container -Id $Id -PassThru", shell.Id).Only<Container>().ExitCode);
    }

    [Fact]
    public void An_image_with_an_unknown_signal_is_told_so_and_forced_on_request()
    {
        using var idle = LaunchedContainer.Start(new()
        {
            Init = Protocol.InitMode.Idle, Annotations = new() { [StopSignal.Annotation] = "SIGNONE" },
        });
        ErrorRecord error = _engine.Run("param($Id) Stop-Container -Id $Id", idle.Id).OnlyError();
        Assert.StartsWith("Container.StopSignal,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal(ContainerStatus.Running, idle.Look().Status);
        Assert.Equal(137, _engine.Run("param($Id) Stop-Container -Id $Id -Force -PassThru", idle.Id).Only<Container>().ExitCode);
    }

    [Fact]
    public void An_unknown_signal_ends_the_call_before_anything_is_done()
    {
        using var idle = LaunchedContainer.Idle();
        ErrorRecord error = _engine.Run("param($Id) Stop-Container -Id $Id -Signal SIGNONE", idle.Id).OnlyError();
        Assert.Equal("Signal.Unknown,PSContainer.Commands.StopContainerCommand", error.FullyQualifiedErrorId);
        Assert.Equal(ErrorCategory.InvalidArgument, error.CategoryInfo.Category);
        Assert.Equal(ContainerStatus.Running, idle.Look().Status);
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
        WaitUntilIgnored(deaf, 15);
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
            deaf.ForEach(static container => WaitUntilIgnored(container, 15));
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
        WaitUntilHandled(shell, 15);
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
        WaitUntilIgnored(shell, 15);
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
        WaitUntilIgnored(deaf, 15);
        using RunningScript running = _engine.Start("param($Id) 'begun'; Stop-Container -Id $Id -Timeout -1", deaf.Id);
        running.WaitForOutput("begun");
        Thread.Sleep(200);
        var clock = Stopwatch.StartNew();
        running.Stop();
        Assert.True(running.Wait().Stopped);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(20), $"It took {clock.Elapsed}.");
        Assert.Equal(ContainerStatus.Running, deaf.Look().Status);
    }

    [Fact]
    public void Signals_are_completed()
    {
        EngineResult result = _engine.Run("(TabExpansion2 'Stop-Container -Signal SIGTE' 28).CompletionMatches.CompletionText").ThrowOnErrors();
        Assert.Equal(["SIGTERM"], result.Lines);
    }

    private static void WaitUntilHandled(LaunchedContainer container, int signal) =>
        WaitUntil(container, found => (found.Caught & (1UL << (signal - 1))) != 0);

    private static void WaitUntilIgnored(LaunchedContainer container, int signal) =>
        WaitUntil(container, found => (found.Ignored & (1UL << (signal - 1))) != 0);

    private static void WaitUntil(LaunchedContainer container, Func<SignalDispositions, bool> isSo) => Assert.True(SpinWait.SpinUntil(
        () => SignalDispositions.Read(container.State.Pid) is { } found && isSo(found), TimeSpan.FromSeconds(60)));

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
