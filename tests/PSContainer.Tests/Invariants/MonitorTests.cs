using System.Diagnostics;
using System.Globalization;
using PSContainer.State;
using PSContainer.Tests.Cmdlets;
using PSContainer.Tests.Engine;

namespace PSContainer.Tests.Invariants;

/// <summary>What a monitor costs, and invariant 16: what is left where one is killed.</summary>
[Collection(WholeMachine.Collection)]
public sealed class MonitorTests : IDisposable
{
    private const long MostMemory = 2 << 10;

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(120);

    private readonly PowerShellEngine _engine = new();
    private readonly string _name = LaunchedContainer.NewName();

    public void Dispose()
    {
        _engine.Run("param($Name) Get-Container | Where-Object Name -like \"$Name*\" | Remove-Container -Force", _name);
        _engine.Dispose();
    }

    [Fact]
    public void A_monitor_that_waits_takes_little_memory_and_no_time()
    {
        Rights.NeedRoot("looks at the memory of a process that is not dumpable");
        int monitor = Monitor("-- sh -c 'head -c 20000000 /dev/zero | tr \"\\0\" \"\\n\"; exec sleep 1000'");
        long memory = 0;
        bool small = SpinWait.SpinUntil(() => (memory = Memory(monitor)) is > 0 and <= MostMemory, s_patience);
        Assert.True(small, $"It has {memory} kB.");
        // It gives memory back once, some time after its last work; from then on it does nothing.
        Assert.True(SpinWait.SpinUntil(() => IsIdle(monitor), s_patience), Work(monitor));
    }

    [Fact]
    public void A_monitor_stays_small_over_many_launches_and_checks()
    {
        Rights.NeedRoot("looks at the memory of a process that is not dumpable");
        int monitor = Monitor("-RestartPolicy Always -HealthCommand true -HealthInterval 0.05 -- sh -c 'sleep 1; exit 1'");
        bool many = SpinWait.SpinUntil(() => Look()?.RestartCount >= 3, s_patience);
        Assert.True(many, $"It was started again {Look()?.RestartCount} times.");
        Assert.InRange(Memory(monitor), 1, 4 * MostMemory);
    }

    [Theory]
    [LeavesNothing]
    [InlineData("-- sh -c 'while :; do echo text; done'")]
    [InlineData("-RestartPolicy Always -- sh -c 'exit 1'")]
    [InlineData("-RestartPolicy Always -- sh -c 'sleep 0.05; exit 1'")]
    [InlineData("-HealthCommand 'sleep 0.01' -HealthInterval 0.01 -- sleep 1000")]
    [InlineData("-RemoveOnExit -- sleep 0.1")]
    public void A_monitor_killed_at_any_moment_leaves_the_truth(string arguments)
    {
        for (int round = 0; round < 5; round++)
        {
            int monitor = Monitor(arguments);
            Thread.Sleep(Random.Shared.Next(300));
            Kill(monitor);
            Container? left = null;
            // The kernel takes a moment to end who dies with it.
            bool settled = SpinWait.SpinUntil(() => (left = Look())?.Status is null or ContainerStatus.Stopped, s_patience);
            Assert.True(settled, $"It is {left?.Status}.");
            _engine.Run("param($Name) Get-Container | Where-Object Name -eq $Name | Remove-Container -Force", _name).ThrowOnErrors();
            Assert.Null(Look());
        }
    }

    [Fact]
    public void The_record_says_what_became_of_it_and_it_can_be_started_again()
    {
        Kill(Monitor("-- sh -c 'echo begun; exec sleep 1000'", awaitsLog: true));
        SpinWait.SpinUntil(() => Look()!.Status == ContainerStatus.Stopped, s_patience);
        Container container = Look()!;
        Assert.Contains("was killed", container.Error, StringComparison.Ordinal);
        Assert.Null(container.ExitCode);
        EngineResult result = _engine.Run("param($Name) (Get-ContainerLog $Name).Text; Restart-Container $Name -PassThru | ForEach-Object Status", _name).ThrowOnErrors();
        Assert.Equal(["begun", "Running"], result.Lines);
    }

    private int Monitor(string arguments, bool awaitsLog = false)
    {
        Container container = _engine.Run($"param($Name) New-NamespacedProcess -Name $Name {arguments}", _name).ThrowOnErrors().Only<Container>();
        if (awaitsLog)
        {
            Assert.True(SpinWait.SpinUntil(() => _engine.Run("param($Name) Get-ContainerLog $Name", _name).Output.Count > 0, s_patience));
        }

        return container.State.Monitor!.Value.Pid;
    }

    private Container? Look()
    {
        EngineResult result = _engine.Run("param($Name) Get-Container | Where-Object Name -eq $Name", _name);
        return result.Output.Count > 0 ? result.Output[0]?.BaseObject as Container : null;
    }

    private static void Kill(int pid)
    {
        try
        {
            using var process = Process.GetProcessById(pid);
            process.Kill();
        }
        catch (ArgumentException)
        {
            // It had done its work.
        }
    }

    // In kB: what is its own, and its share of what it shares.
    private static long Memory(int pid) => long.Parse(
        File.ReadLines($"/proc/{pid}/smaps_rollup").First(static line => line.StartsWith("Pss:", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1],
        CultureInfo.InvariantCulture);

    private static bool IsIdle(int monitor)
    {
        string before = Work(monitor);
        Thread.Sleep(2000);
        return Work(monitor) == before;
    }

    // Time in user and kernel mode, and how often it was scheduled.
    private static string Work(int pid) =>
        string.Join(' ', File.ReadAllText($"/proc/{pid}/stat").Split(' ')[13..15])
        + string.Concat(File.ReadLines($"/proc/{pid}/status").Where(static line => line.StartsWith("voluntary", StringComparison.Ordinal)));
}
