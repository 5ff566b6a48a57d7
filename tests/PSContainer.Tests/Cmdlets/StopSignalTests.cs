using System.Management.Automation;
using PSContainer.Containers;
using PSContainer.State;
using PSContainer.Tests.Engine;

namespace PSContainer.Tests.Cmdlets;

/// <summary>Which signal Stop-Container sends, and to whom.</summary>
public sealed class StopSignalTests : IDisposable
{
    private readonly PowerShellEngine _engine = new();

    public void Dispose() => _engine.Dispose();

    [Fact]
    public void A_command_that_handles_the_signal_ends_with_its_own_exit_code()
    {
        using var shell = LaunchedContainer.Run("sh", "-c", "trap 'exit 7' TERM; while :; do sleep 0.05; done");
        SignalWaits.UntilCaught(shell, 15);
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

    [Theory]
    [InlineData("USR1")]
    [InlineData("sigusr1")]
    [InlineData("10")]
    public void Another_signal_can_be_given(string signal)
    {
        using var shell = LaunchedContainer.Run("sh", "-c", "trap 'exit 9' USR1; while :; do sleep 0.05; done");
        SignalWaits.UntilCaught(shell, 10);
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
        SignalWaits.UntilCaught(shell, 3);
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

    [Fact]
    public void Signals_are_completed()
    {
        EngineResult result = _engine.Run("(TabExpansion2 'Stop-Container -Signal SIGTE' 28).CompletionMatches.CompletionText").ThrowOnErrors();
        Assert.Equal(["SIGTERM"], result.Lines);
    }
}
