using System.Buffers;
using PSContainer.Containers;
using PSContainer.Events;
using PSContainer.State;
using PSContainer.Tests.Engine;

namespace PSContainer.Tests.Cmdlets;

/// <summary>Events: those of the journal, and those of container objects.</summary>
public sealed class ContainerEventTests : IDisposable
{
    private readonly PowerShellEngine _engine = new();
    private readonly string _name = LaunchedContainer.NewName();

    public void Dispose()
    {
        _engine.Run("param($Name) Get-Container | Where-Object Name -like \"$Name*\" | Remove-Container -Force", _name);
        _engine.Dispose();
    }

    [Fact]
    public void The_life_of_a_container_is_told_after_its_end()
    {
        EngineResult result = _engine.Run(
            "param($Name) New-Container -Name $Name -- sh -c 'exit 3' | Start-Container -PassThru | Wait-Container | Restart-Container -PassThru | Wait-Container | Remove-Container; Get-ContainerEvent $Name | ForEach-Object { \"$($_.Type) $($_.ExitCode)\".Trim() }", _name);
        Assert.Equal(["Created", "Started", "Exited 3", "Restarted", "Exited 3", "Removed"], result.ThrowOnErrors().Lines);
    }

    [Fact]
    public void Those_of_the_foreground_are_told_too()
    {
        EngineResult result = _engine.Run("$since = [datetime]::Now; Invoke-ContainerCommand -- sh -c 'exit 6'; Get-ContainerEvent -Since $since -Type Exited");
        Assert.Contains(result.Output, static item => item!.BaseObject is ContainerEvent { Type: ContainerEventType.Exited, ExitCode: 6 });
    }

    [Fact]
    public void They_are_followed_across_sessions_until_a_stop()
    {
        Cgroups.TestGroup.SkipUnlessPossible();
        using var other = new PowerShellEngine();
        using RunningScript running = _engine.Start("param($Name) 'begun'; Get-ContainerEvent -Wait -Since ([datetime]::Now) -Name \"$Name*\" | ForEach-Object { \"$($_.Type)\" }", _name);
        running.WaitForOutput("begun");
        const string script = "param($Name) $c = New-NamespacedProcess -Name $Name-x -- sleep 1000; $c | Suspend-Container; $c | Resume-Container; $c | Remove-Container -Force";
        other.Run(script, _name).ThrowOnErrors();
        running.WaitForOutput("Removed");
        running.Stop();
        Assert.Equal(["begun", "Created", "Started", "Paused", "Resumed", "Exited", "Removed"], running.Wait().Lines);
    }

    [Fact]
    public void An_object_says_when_its_container_ends()
    {
        Container container = New("-- sh -c 'sleep 0.5; exit 9'");
        using var ended = new ManualResetEventSlim();
        int? code = null;
        container.Exited += (_, arguments) =>
        {
            code = arguments.ExitCode;
            ended.Set();
        };
        Assert.True(ended.Wait(TimeSpan.FromSeconds(120)));
        Assert.Equal(9, code);
    }

    [Fact]
    public void An_object_says_so_too_of_one_that_has_ended_before_and_of_one_whose_monitor_was_killed()
    {
        Container container = New("-- true | Wait-Container");
        Assert.True(Ends(container));
        using var sleeper = LaunchedContainer.Run("sleep", "1000");
        Container watched = sleeper.Look();
        using var ended = new ManualResetEventSlim();
        watched.Exited += (_, _) => ended.Set();
        using (var monitor = System.Diagnostics.Process.GetProcessById(watched.State.Monitor!.Value.Pid))
        {
            monitor.Kill();
        }

        Assert.True(ended.Wait(TimeSpan.FromSeconds(120)));
        Assert.Null(watched.ExitCode);
    }

    [Fact]
    public void An_object_says_when_the_kernel_kills_for_want_of_memory_and_whose_clock_was_set_back_too()
    {
        Container container = New("-- sleep 1000");
        var heard = new List<string>();
        using var ended = new ManualResetEventSlim();
        Note(container, ContainerEventType.OomKilled);
        container.OomKilled += (_, _) => heard.Add("oom");
        container.Exited += (_, _) =>
        {
            heard.Add("exited");
            ended.Set();
        };
        Note(container, ContainerEventType.OomKilled, DateTimeOffset.UtcNow.AddHours(-3));
        _engine.Run("param($Name) Stop-Container $Name -Force", _name).ThrowOnErrors();
        Assert.True(ended.Wait(TimeSpan.FromSeconds(120)));
        // The one from before the subscription is not told.
        Assert.Equal(["oom", "exited"], heard);
    }

    [Fact]
    public void There_is_a_thread_only_while_somebody_listens()
    {
        Container container = New("-- sleep 1000");
        EventHandler<ContainerEventArgs> handler = static (_, _) => { };
        container.Exited += handler;
        Assert.True(ContainerEventPump.IsRunning);
        container.Exited -= handler;
        Assert.True(SpinWait.SpinUntil(static () => !ContainerEventPump.IsRunning, TimeSpan.FromSeconds(60)));
        container.Exited += handler;
        Assert.True(ContainerEventPump.IsRunning);
        container.Exited -= handler;
    }

    [Fact]
    public void A_handler_that_fails_keeps_no_other_from_hearing()
    {
        Container one = New("-- sh -c 'sleep 0.3'");
        one.Exited += static (_, _) => throw new InvalidOperationException("a handler's fault");
        Assert.True(Ends(one));
    }

    [Fact]
    public void Names_of_PowerShell_are_what_they_were()
    {
        EngineResult result = _engine.Run("param($Name) $c = New-NamespacedProcess -Name $Name -- true | Wait-Container; $c.Exited -is [datetime]; $c.Exited -eq $c.ExitTime; $c.OomKilled", _name).ThrowOnErrors();
        Assert.Equal([true, true, false], result.Output.Select(static item => (bool)item!.BaseObject));
    }

    [Fact]
    public void Memory_and_processes_are_looked_up_when_they_are_asked_for()
    {
        Container container = New("-- sleep 1000");
        Assert.Equal(["sleep"], container.Processes.Select(static process => process.Name));
        Assert.True(container.MemoryUsage is null or > 0);
        _engine.Run("param($Name) Remove-Container $Name -Force", _name).ThrowOnErrors();
        Assert.Empty(container.Processes);
        Assert.Null(container.MemoryUsage);
        container.Refresh();
        Assert.Equal(ContainerStatus.Stopped, container.Status);
    }

    // As a launcher or monitor would, whose clock says what it likes.
    private static void Note(Container container, ContainerEventType type, DateTimeOffset? time = null)
    {
        var line = new ArrayBufferWriter<byte>();
        EventText.Write(line, new ContainerEvent(type, time ?? DateTimeOffset.UtcNow, container.Id, container.Name));
        EventJournal.Append(container.Store.Root, line.WrittenSpan);
    }

    private static bool Ends(Container container)
    {
        using var ended = new ManualResetEventSlim();
        container.Exited += (_, _) => ended.Set();
        return ended.Wait(TimeSpan.FromSeconds(120));
    }

    private Container New(string arguments) => _engine.Run($"param($Name) New-NamespacedProcess -Name $Name {arguments}", _name).ThrowOnErrors().Only<Container>();
}
