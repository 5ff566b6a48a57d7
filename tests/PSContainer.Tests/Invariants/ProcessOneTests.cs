using System.Diagnostics;
using PSContainer.Containers;
using PSContainer.Oci;
using PSContainer.Protocol;
using PSContainer.State;
using PSContainer.Tests.Cmdlets;
using PSContainer.Tests.Engine;

namespace PSContainer.Tests.Invariants;

/// <summary>Invariant 15: process 1 reaps, forwards signals and reports <c>128+signal</c>; SIGTERM ends a command that is process 1.</summary>
public sealed class ProcessOneTests : IDisposable
{
    private const string Orphans = "for i in 1 2 3 4 5 6 7 8; do (sleep 0.05 & ); done; ";
    private const string CountZombies = "sleep 0.5; grep -l '^State:.Z' /proc/[0-9]*/status 2>/dev/null | wc -l";

    private readonly PowerShellEngine _engine = new();

    public void Dispose() => _engine.Dispose();

    [Fact]
    public void An_init_reaps_what_is_left_behind()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "needs root: makes namespaces without a user namespace");
        Assert.Equal(["0"], _engine.Run($"Invoke-ContainerCommand -Init -- sh -c \"{Orphans}{CountZombies}\"".Replace("$", "`$", StringComparison.Ordinal)).ThrowOnErrors().Lines);
    }

    [Fact]
    public void An_idle_init_reaps_what_is_left_behind()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "needs root: makes namespaces without a user namespace");
        EngineResult result = _engine.Run(
            "$c = New-NamespacedProcess; try { $c | Invoke-ContainerCommand -- sh -c '" + Orphans + "'; $c | Invoke-ContainerCommand -- sh -c '"
            + CountZombies.Replace("'", "''", StringComparison.Ordinal) + "' } finally { $c | Remove-Container -Force }").ThrowOnErrors();
        Assert.Equal(["0"], result.Lines);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_end_by_a_signal_is_reported(bool init)
    {
        using var container = LaunchedContainer.Start(new LaunchedContainer.Options { Command = ["sleep", "1000"], Init = init ? InitMode.Wrap : InitMode.None });
        Container stopped = _engine.Run("param($Id) Stop-Container -Id $Id -PassThru", container.Id).Only<Container>();
        Assert.Equal(128 + 15, stopped.ExitCode);
    }

    [Fact]
    public void A_command_under_an_init_gets_every_signal()
    {
        using var container = LaunchedContainer.Start(new LaunchedContainer.Options
        {
            Command = ["sh", "-c", "trap 'exit 31' USR1; trap 'exit 32' USR2; trap 'exit 33' HUP; trap 'exit 34' WINCH; while :; do sleep 0.05; done"], Init = InitMode.Wrap,
        });
        // The command is there, and listens, a moment after the init.
        Assert.True(SpinWait.SpinUntil(() => Handles(container.State.Pid, 28), TimeSpan.FromSeconds(60)), "the traps were not set");
        Container stopped = _engine.Run("param($Id) Stop-Container -Id $Id -Signal WINCH -PassThru", container.Id).Only<Container>();
        Assert.Equal(34, stopped.ExitCode);
    }

    [Fact]
    public void SIGTERM_to_process_1_without_a_handler_ends_it_at_once()
    {
        using var container = LaunchedContainer.Run("sleep", "1000");
        var clock = Stopwatch.StartNew();
        Container stopped = _engine.Run("param($Id) Stop-Container -Id $Id -PassThru", container.Id).Only<Container>();
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(9), $"It took {clock.Elapsed}.");
        Assert.Equal((ContainerStatus.Stopped, 128 + 15, 15), (stopped.Status, stopped.ExitCode, stopped.Signal));
        Assert.False(Directory.Exists($"/proc/{container.State.Pid}"));
    }

    private static bool Handles(int init, int signal) =>
        File.ReadAllText($"/proc/{init}/task/{init}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries) is [var child, ..]
        && File.ReadLines($"/proc/{child}/status").First(static line => line.StartsWith("SigCgt:", StringComparison.Ordinal)) is var line
        && (Convert.ToUInt64(line[7..].Trim(), 16) & (1UL << (signal - 1))) != 0;
}
