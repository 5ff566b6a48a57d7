using System.Diagnostics;
using System.Globalization;
using System.Management.Automation;
using System.Text;
using PSContainer.State;
using PSContainer.Tests.Engine;

namespace PSContainer.Tests.Cmdlets;

/// <summary>Containers that are started again: by their policy, and by a user.</summary>
public sealed class RestartTests : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(120);

    private readonly PowerShellEngine _engine = new();
    private readonly string _name = LaunchedContainer.NewName();

    public void Dispose()
    {
        _engine.Run("param($Name) Get-Container | Where-Object Name -like \"$Name*\" | Remove-Container -Force", _name);
        _engine.Dispose();
    }

    [Fact]
    public void After_so_many_failures_it_stays_ended()
    {
        Container container = New("-RestartPolicy OnFailure -RestartCount 2 -- sh -c 'echo run; exit 4' | Wait-Container -Timeout 120");
        Assert.Equal((2, 4, ContainerStatus.Stopped), (container.RestartCount, container.ExitCode, container.Status));
        Assert.Equal(["run", "run", "run"], _engine.Run("param($Name) (Get-ContainerLog $Name).Text", _name).ThrowOnErrors().Lines);
    }

    [Fact]
    public void A_success_is_the_end_on_failure() =>
        Assert.Equal(0, New("-RestartPolicy OnFailure -- true | Wait-Container -Timeout 120").RestartCount);

    [Fact]
    public void It_is_restarting_while_it_waits_and_a_stop_ends_that()
    {
        Container container = New("-RestartPolicy Always -- sh -c 'exit 3'");
        Until(container, static look => look is { Status: ContainerStatus.Restarting, RestartCount: > 2 });
        Assert.Equal(3, container.ExitCode);
        var clock = Stopwatch.StartNew();
        _engine.Run("param($Name) Stop-Container $Name", _name).ThrowOnErrors();
        container.Refresh();
        Assert.Equal((ContainerStatus.Stopped, 3), (container.Status, container.ExitCode));
        int count = container.RestartCount;
        Thread.Sleep(1000);
        container.Refresh();
        Assert.Equal((ContainerStatus.Stopped, count), (container.Status, container.RestartCount));
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(8), $"It took {clock.Elapsed}.");
    }

    [Fact]
    public void One_that_runs_is_not_started_again_when_it_is_stopped()
    {
        Container container = New("-RestartPolicy UnlessStopped -- sleep 1000");
        _engine.Run("param($Name) Stop-Container $Name -Force", _name).ThrowOnErrors();
        container.Refresh();
        Assert.Equal((ContainerStatus.Stopped, 0, 137), (container.Status, container.RestartCount, container.ExitCode));
    }

    [Fact]
    public void One_that_is_killed_otherwise_is_started_again_as_it_was()
    {
        Container container = New("-RestartPolicy Always -Hostname web -Environment @{ A = 'b' } -- sh -c 'echo $A $(hostname); exec sleep 1000'");
        Until(container, look => Logged() == 1);
        int first = container.ProcessId;
        Process.GetProcessById(first).Kill();
        Until(container, look => look is { Status: ContainerStatus.Running, RestartCount: 1 } && Logged() == 2);
        Assert.NotEqual(first, container.ProcessId);
        Assert.Equal(["b web", "b web"], _engine.Run("param($Name) (Get-ContainerLog $Name).Text", _name).Lines);
    }

    [Fact]
    public void One_that_waits_is_removed_only_by_force()
    {
        Container container = New("-RestartPolicy Always -- false");
        Until(container, static look => look is { Status: ContainerStatus.Restarting, RestartCount: > 2 });
        EngineResult refused = _engine.Run("param($Name) Remove-Container $Name", _name);
        Assert.StartsWith("Container.", refused.OnlyError().FullyQualifiedErrorId, StringComparison.Ordinal);
        _engine.Run("param($Name) Remove-Container $Name -Force", _name).ThrowOnErrors();
        Assert.Equal(StateProblem.NotFound, container.Store.Read(container.Id).Problem);
    }

    [Fact]
    public void Restart_ends_what_runs_and_begins_anew()
    {
        Container container = New("-- sh -c 'echo begun; exec sleep 1000'");
        Until(container, look => Logged() == 1);
        EngineResult result = _engine.Run("param($Name) Restart-Container $Name -PassThru", _name).ThrowOnErrors();
        Container again = result.Only<Container>();
        Assert.Equal((container.Id, ContainerStatus.Running), (again.Id, again.Status));
        Assert.NotEqual(container.ProcessId, again.ProcessId);
        Until(again, look => Logged() == 2);
    }

    [Fact]
    public void Restart_starts_what_has_ended()
    {
        New("-- sh -c 'exit 5' | Wait-Container -Timeout 120");
        Assert.Equal([5], _engine.Run("param($Name) Restart-Container $Name -PassThru | Wait-Container -Timeout 120 | ForEach-Object ExitCode", _name).ThrowOnErrors().Output.Select(static item => (int)item!.BaseObject));
    }

    [Fact]
    public void Restart_starts_what_was_created_and_its_policy_holds_again()
    {
        EngineResult result = _engine.Run(
            """
            param($Name)
            $c = New-Container -Name $Name -RestartPolicy Always -- sleep 1000
            $c | Restart-Container
            $c | Stop-Container
            $c | Restart-Container -PassThru | ForEach-Object Status
            """, _name).ThrowOnErrors();
        Assert.Equal(["Running"], result.Lines);
        var container = new Container(Store, Store.FindListedByName(_name)!.Value.Require());
        Process.GetProcessById(container.ProcessId).Kill();
        Until(container, static look => look is { Status: ContainerStatus.Running, RestartCount: 1 });
    }

    [Fact]
    public void What_cannot_be_launched_again_says_why_and_stays_ended()
    {
        string root = Directory.CreateTempSubdirectory("restart-").FullName;
        try
        {
            using var busybox = new BusyBoxRoot();
            New($"-RootPath {busybox.Path} -- /bin/true | Wait-Container -Timeout 120");
            Directory.Move(busybox.Path, root + "/moved");
            EngineResult result = _engine.Run("param($Name) Restart-Container $Name", _name);
            Directory.Move(root + "/moved", busybox.Path);
            Assert.NotEmpty(result.Errors);
            Container container = _engine.Run("param($Name) Get-Container $Name", _name).Only<Container>();
            Assert.Equal(ContainerStatus.Stopped, container.Status);
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }

    [Fact]
    public void What_is_removed_at_its_end_is_not_started_again()
    {
        New("-RemoveOnExit -- sleep 1000");
        EngineResult result = _engine.Run("param($Name) Restart-Container $Name", _name);
        RefusedCommand.Expect(result.OnlyError(), "Restart.RemoveOnExit", ErrorCategory.InvalidOperation, "RestartContainerCommand");
        Assert.Equal(ContainerStatus.Running, _engine.Run("param($Name) Get-Container $Name", _name).Only<Container>().Status);
    }

    [Fact]
    public void What_was_not_kept_cannot_be_started_again()
    {
        using var foreground = LaunchedContainer.Run("sleep", "1000");
        File.Delete($"{foreground.Folder}/launch.json");
        EngineResult result = _engine.Run("param($Id) Restart-Container -Id $Id", foreground.Id);
        RefusedCommand.Expect(result.OnlyError(), "Container.NotKept", ErrorCategory.InvalidOperation, "RestartContainerCommand");
        Assert.Equal(ContainerStatus.Running, foreground.Look().Status);
    }

    [Fact]
    public void Nothing_is_done_where_it_is_only_asked()
    {
        Container container = New("-- sleep 1000");
        _engine.Run("param($Name) Restart-Container $Name -WhatIf", _name).ThrowOnErrors();
        int process = container.ProcessId;
        container.Refresh();
        Assert.Equal(process, container.ProcessId);
    }

    [Fact]
    public void One_that_is_to_be_removed_is_gone_with_its_end_and_its_exit_code_is_known()
    {
        EngineResult result = _engine.Run("param($Name) $c = New-NamespacedProcess -Name $Name -RemoveOnExit -- sh -c 'sleep 0.3; exit 7'; $c | Wait-Container -Timeout 120", _name).ThrowOnErrors();
        Container container = result.Only<Container>();
        Assert.Equal(7, container.ExitCode);
        Assert.Empty(result.Warnings);
        Assert.Equal(StateProblem.NotFound, container.Store.Read(container.Id).Problem);
        Assert.False(Directory.Exists($"{container.Store.Root.Path}/{container.Id}"));
    }

    private static StateStore Store { get; } = new(StateRoot.OfUser(Environment.GetEnvironmentVariable("XDG_RUNTIME_DIR")));

    private Container New(string arguments) => _engine.Run($"param($Name) New-NamespacedProcess -Name $Name {arguments}", _name).ThrowOnErrors().Only<Container>();

    private int Logged() => _engine.Run("param($Name) (Get-ContainerLog $Name).Text", _name).Lines.Count;

    private void Until(Container container, Func<Container, bool> isSo)
    {
        int looks = 0;
        var longest = TimeSpan.Zero;
        bool became = SpinWait.SpinUntil(
            () =>
            {
                long begun = Stopwatch.GetTimestamp();
                container.Refresh();
                bool isIt = isSo(container);
                looks++;
                longest = TimeSpan.FromTicks(Math.Max(longest.Ticks, Stopwatch.GetElapsedTime(begun).Ticks));
                return isIt;
            },
            s_patience);
        Assert.True(became, $"It is {container.Status} and was started again {container.RestartCount} times; {looks} looks, the longest of {longest}.\n{Story(container)}");
    }

    // What there is to know of one that does not do what it should.
    private string Story(Container container)
    {
        var story = new StringBuilder();
        story.AppendLine(CultureInfo.InvariantCulture, $"log: {string.Join(" | ", _engine.Run("param($Name) Get-ContainerLog $Name -Timestamp", _name).Lines)}");
        foreach (int pid in new[] { container.State.Monitor?.Pid ?? 0, container.ProcessId })
        {
            foreach (string file in new[] { "cmdline", "wchan", "syscall", "stack" })
            {
                story.AppendLine(CultureInfo.InvariantCulture, $"{pid} {file}: {Text($"/proc/{pid}/{file}")}");
            }
        }

        return story.ToString();
    }

    private static string Text(string path)
    {
        try
        {
            return File.ReadAllText(path).Replace('\0', ' ').Trim();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return error.Message;
        }
    }
}
