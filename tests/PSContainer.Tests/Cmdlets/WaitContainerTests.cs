using System.Diagnostics;
using System.Management.Automation;
using PSContainer.State;
using PSContainer.Tests.Engine;

namespace PSContainer.Tests.Cmdlets;

public sealed class WaitContainerTests : IDisposable
{
    private readonly PowerShellEngine _engine = new();

    public void Dispose() => _engine.Dispose();

    [Fact]
    public void It_gives_the_container_with_its_exit_code_when_it_has_ended()
    {
        using var shell = LaunchedContainer.Run("sh", "-c", "sleep 0.3; exit 5");
        Container ended = _engine.Run("param($Id) Wait-Container -Id $Id", shell.Id).Only<Container>();
        Assert.Equal(5, ended.ExitCode);
        Assert.Equal(ContainerStatus.Stopped, ended.Status);
        Assert.NotNull(ended.ExitTime);
    }

    [Fact]
    public void A_signal_that_ended_the_command_is_in_the_exit_code()
    {
        using var shell = LaunchedContainer.Start(new() { Command = ["sh", "-c", "sleep 0.2; kill -9 $$"], Init = Protocol.InitMode.Wrap });
        Assert.Equal(128 + 9, _engine.Run("param($Id) Wait-Container -Id $Id", shell.Id).Only<Container>().ExitCode);
    }

    [Fact]
    public void One_that_has_ended_is_given_at_once()
    {
        using var done = LaunchedContainer.Run("sh", "-c", "exit 4");
        _engine.Run("param($Id) $null = Wait-Container -Id $Id", done.Id).ThrowOnErrors();
        Assert.Equal(4, _engine.Run("param($Name) Wait-Container $Name -Timeout 0", done.Name).Only<Container>().ExitCode);
    }

    [Fact]
    public void Each_comes_when_it_ends_whatever_their_order_was()
    {
        string prefix = LaunchedContainer.NewName();
        using var slow = LaunchedContainer.Start(new() { Name = prefix + "-slow", Command = ["sleep", "2"] });
        using var quick = LaunchedContainer.Start(new() { Name = prefix + "-quick", Command = ["sleep", "0.5"] });
        using RunningScript running = _engine.Start("param($One, $Two) $One, $Two | Wait-Container", slow.Look(), quick.Look());
        running.WaitForOutput(quick.Name);
        Assert.Equal(ContainerStatus.Running, slow.Look().Status);
        Assert.Equal([quick.Name, slow.Name], running.Wait().ThrowOnErrors().Lines);
    }

    [Fact]
    public void Any_waits_for_the_first_only()
    {
        using var slow = LaunchedContainer.Run("sleep", "1000");
        using var quick = LaunchedContainer.Run("sleep", "0.3");
        EngineResult result = _engine.Run("param($One, $Two) Wait-Container -Name $One, $Two -Any", slow.Name, quick.Name).ThrowOnErrors();
        Assert.Equal([quick.Name], result.Lines);
        Assert.Equal(ContainerStatus.Running, slow.Look().Status);
    }

    [Fact]
    public void Any_gives_one_even_where_several_have_ended()
    {
        using var one = LaunchedContainer.Run("true");
        using var two = LaunchedContainer.Run("true");
        _engine.Run("param($Names) $null = Wait-Container -Name $Names", [new[] { one.Name, two.Name }]).ThrowOnErrors();
        Assert.Single(_engine.Run("param($Names) Wait-Container -Name $Names -Any", [new[] { one.Name, two.Name }]).ThrowOnErrors().Output);
    }

    [Fact]
    public void Each_that_is_left_when_the_time_is_up_is_an_error()
    {
        using var one = LaunchedContainer.Run("sleep", "1000");
        using var two = LaunchedContainer.Run("sleep", "1000");
        using var quick = LaunchedContainer.Run("sh", "-c", "exit 6");
        EngineResult result = _engine.Run("param($Names) Wait-Container -Name $Names -Timeout 1", [new[] { one.Name, two.Name, quick.Name }]);
        Assert.Equal([quick.Name], result.Lines);
        Assert.Equal([one.Name, two.Name], result.Errors.Select(error => error.TargetObject.ToString()));
        Assert.All(result.Errors, error =>
        {
            Assert.Equal("Container.WaitTimedOut,PSContainer.Commands.WaitContainerCommand", error.FullyQualifiedErrorId);
            Assert.Equal(ErrorCategory.OperationTimeout, error.CategoryInfo.Category);
            Assert.Contains("1 second.", error.ToString(), StringComparison.Ordinal);
        });
    }

    [Fact]
    public void Nothing_is_waited_for_when_nothing_is_there()
    {
        EngineResult result = _engine.Run("Wait-Container -Name no-such-*, none-such");
        Assert.StartsWith("Container.NotFound,", result.OnlyError().FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Empty(result.Output);
    }

    [Fact]
    public void One_that_loses_its_monitor_has_ended_and_a_warning_says_so()
    {
        using var sleep = LaunchedContainer.Run("sleep", "1000");
        using RunningScript running = _engine.Start("param($Id) 'begun'; Wait-Container -Id $Id", sleep.Id);
        running.WaitForOutput("begun");
        Thread.Sleep(100);
        using (Process monitor = Process.GetProcessById(sleep.State.Monitor!.Value.Pid))
        {
            monitor.Kill();
        }

        EngineResult result = running.Wait().ThrowOnErrors();
        var ended = Assert.IsType<Container>(result.Output[1]!.BaseObject);
        Assert.Equal(ContainerStatus.Stopped, ended.Status);
        Assert.Null(ended.ExitCode);
        Assert.Contains("not known", Assert.Single(result.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void One_that_is_removed_meanwhile_has_ended()
    {
        using var sleep = LaunchedContainer.Run("sleep", "1000");
        using RunningScript running = _engine.Start("param($Id) 'begun'; Wait-Container -Id $Id", sleep.Id);
        running.WaitForOutput("begun");
        Thread.Sleep(100);
        sleep.Dispose();
        EngineResult result = running.Wait().ThrowOnErrors();
        Assert.Equal(ContainerStatus.Stopped, Assert.IsType<Container>(result.Output[1]!.BaseObject).Status);
    }

    [Fact]
    public void A_stop_of_the_pipeline_returns_at_once()
    {
        using var sleep = LaunchedContainer.Run("sleep", "1000");
        using RunningScript running = _engine.Start("param($Id) 'begun'; Wait-Container -Id $Id", sleep.Id);
        running.WaitForOutput("begun");
        Thread.Sleep(100);
        var clock = Stopwatch.StartNew();
        running.Stop();
        Assert.True(running.Wait().Stopped);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(20), $"It took {clock.Elapsed}.");
    }

    [Fact]
    public void Many_are_waited_for_without_threads()
    {
        string prefix = LaunchedContainer.NewName();
        var sleeping = Enumerable.Range(0, 40).Select(i => LaunchedContainer.Start(new() { Name = $"{prefix}-{i}", Command = ["sleep", "1000"] })).ToList();
        try
        {
            // Other tests have threads too: a thread for each container would be as many more as there are containers.
            int before = Process.GetCurrentProcess().Threads.Count;
            using RunningScript running = _engine.Start("param($P) 'begun'; Wait-Container -Name $P*", prefix);
            running.WaitForOutput("begun");
            Thread.Sleep(300);
            int more = Process.GetCurrentProcess().Threads.Count - before;
            Assert.True(more < sleeping.Count, $"There are {more} threads more.");
            using var other = new PowerShellEngine();
            other.Run("param($P) Stop-Container -Name $P*", prefix).ThrowOnErrors();
            Assert.Equal(41, running.Wait().ThrowOnErrors().Output.Count);
        }
        finally
        {
            sleeping.ForEach(static container => container.Dispose());
        }
    }
}
