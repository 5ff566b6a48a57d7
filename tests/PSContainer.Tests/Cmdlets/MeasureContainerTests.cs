using PSContainer.Tests.Invariants;
using PSContainer.Tests.Engine;

namespace PSContainer.Tests.Cmdlets;

public sealed class MeasureContainerTests : IDisposable
{
    private readonly PowerShellEngine _engine = new();

    public MeasureContainerTests() => Rights.NeedCgroups();

    public void Dispose() => _engine.Dispose();

    [Fact]
    public void It_tells_use_and_limits_as_numbers()
    {
        var measured = _engine.Run(
            """
            $c = New-NamespacedProcess -Memory 64MB -PidsLimit 50 -- sh -c 'while :; do :; done & sleep 1000'
            try { [Threading.Thread]::Sleep(500); $c | Measure-Container }
            finally { $c | Remove-Container -Force }
            """).Only<ContainerMeasurement>();
        Assert.Equal(64 << 20, measured.MemoryLimit);
        Assert.InRange(measured.MemoryUsage!.Value, 4096, 64 << 20);
        Assert.InRange(measured.MemoryPercent!.Value, 0.001, 100);
        Assert.Equal(50, measured.PidsLimit);
        Assert.Equal(3, measured.Pids);
        Assert.InRange(measured.CpuTime!.Value, TimeSpan.FromMilliseconds(50), TimeSpan.FromSeconds(30));
        Assert.InRange(measured.CpuPercent!.Value, 1, 400);
        Assert.Equal(0, measured.OomKills);
        Assert.InRange(measured.Time, DateTime.Now.AddMinutes(-1), DateTime.Now);
    }

    [Fact]
    public void It_counts_kills_for_want_of_memory()
    {
        EngineResult result = _engine.Run(
            """
            $c = New-NamespacedProcess -Memory 32MB
            try { $c | Invoke-ContainerCommand -- sh -c 'x=$(head -c 200000000 /dev/zero | tr "\0" x); echo ${#x}' 2>$null; ($c | Measure-Container).OomKills }
            finally { $c | Remove-Container -Force }
            """);
        Assert.Equal(["1"], result.Lines);
    }

    [Fact]
    public void Again_and_again_it_ends_with_the_containers()
    {
        EngineResult result = _engine.Run(
            """
            $c = New-NamespacedProcess -- sleep 1.2
            try { $all = @($c | Measure-Container -Continuous -Interval 0.2); $all.Count; $all[1].Time -gt $all[0].Time; $c.Refresh(); $c.Status }
            finally { $c | Remove-Container -Force }
            """).ThrowOnErrors();
        Assert.InRange(int.Parse(result.Lines[0], System.Globalization.CultureInfo.InvariantCulture), 3, 8);
        Assert.Equal(["True", "Stopped"], result.Lines.Skip(1));
    }

    [Fact]
    public void A_stop_of_the_pipeline_ends_it_at_once()
    {
        using var container = LaunchedContainer.Start(new() { Command = ["sleep", "1000"], Cgroup = true });
        using RunningScript running = _engine.Start("param($Id) Measure-Container -Id $Id -Continuous -Interval 100", container.Id);
        running.WaitForOutput(container.Name);
        var clock = System.Diagnostics.Stopwatch.StartNew();
        running.Stop();
        Assert.True(running.Wait().Stopped);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(20), $"It took {clock.Elapsed}.");
    }

    [Theory]
    [InlineData("-Interval 0 -Continuous", "Interval.Invalid")]
    [InlineData("-Interval -1 -Continuous", "Interval.Invalid")]
    [InlineData("-Interval x", "ParameterArgumentTransformationError")]
    public void What_is_no_interval_is_refused(string parameters, string id)
    {
        EngineResult result = _engine.Run($"Measure-Container no-such {parameters}");
        Assert.StartsWith(id + ",", result.OnlyError().FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    [Fact]
    public void What_has_ended_or_has_no_cgroup_is_an_error()
    {
        using var ended = LaunchedContainer.Run("true");
        using var alone = LaunchedContainer.Run("sleep", "1000");
        EngineResult result = _engine.Run("param($One, $Two) $null = Wait-Container -Id $One; Measure-Container -Id $One, $Two, ffffffffffff", ended.Id, alone.Id);
        Assert.Equal(
            ["Container.NoCgroup", "Container.NotFound", "Container.NotRunning"],
            result.Errors.Select(static error => error.FullyQualifiedErrorId.Split(',')[0]).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void It_is_shown_as_a_table() => Assert.Contains(
        "Memory(MB)",
        _engine.Show("$c = New-NamespacedProcess; try { $c | Measure-Container } finally { $c | Remove-Container -Force }"), StringComparison.Ordinal);
}
