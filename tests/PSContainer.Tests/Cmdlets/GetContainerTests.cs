using System.Management.Automation;
using PSContainer.Launch;
using PSContainer.Oci;
using PSContainer.State;
using PSContainer.Tests.Engine;

namespace PSContainer.Tests.Cmdlets;

public sealed class GetContainerTests : IDisposable
{
    private readonly PowerShellEngine _engine = new();

    public void Dispose() => _engine.Dispose();

    [Fact]
    public void A_container_is_an_object_with_all_that_is_known_of_it()
    {
        DateTime before = DateTime.Now.AddSeconds(-1);
        using var sleep = LaunchedContainer.Start(new()
        {
            Command = ["sleep", "1000"], Annotations = new() { [Protocol.LabelAnnotation.Prefix + "tier"] = "web", ["other"] = "x" },
        });
        Container container = _engine.Run("param($Id) Get-Container -Id $Id", sleep.Id).Only<Container>();
        Assert.Equal(sleep.Id, container.Id);
        Assert.Equal(sleep.Id[..12], container.ShortId);
        Assert.Equal(ContainerStatus.Running, container.Status);
        Assert.Equal(sleep.State.Pid, container.ProcessId);
        Assert.Equal("launched", container.HostName);
        Assert.Equal(["sleep", "1000"], container.Command);
        Assert.InRange(container.Created!.Value, before, DateTime.Now);
        Assert.InRange(container.Started!.Value, container.Created.Value, DateTime.Now);
        Assert.Null(container.ExitTime);
        Assert.Null(container.ExitCode);
        Assert.Equal("web", Assert.Single(container.Labels).Value);
        Assert.All(container.Namespaces, pair => Assert.Equal(
            $"{pair.Key.FileName()}:[{pair.Value}]", new FileInfo($"/proc/{container.ProcessId}/ns/{pair.Key.FileName()}").LinkTarget));
        Assert.Equal(8, container.Namespaces.Count);
    }

    [Fact]
    public void Names_may_be_patterns_and_ids_may_be_short()
    {
        string prefix = LaunchedContainer.NewName();
        using var one = LaunchedContainer.Idle(prefix + "-one");
        using var two = LaunchedContainer.Idle(prefix + "-two");
        Assert.Equal([prefix + "-one"], Names("Get-Container $args[0]", prefix + "-one"));
        Assert.Equal([prefix + "-one", prefix + "-two"], Names("Get-Container $args[0]", prefix + "-*"));
        Assert.Equal([prefix + "-two"], Names("Get-Container $args[0]", prefix + "-[s-z]*"));
        Assert.Equal([prefix + "-one"], Names("Get-Container $args[0]", prefix.ToUpperInvariant() + "-ONE"));
        Assert.Equal([prefix + "-one"], Names("Get-Container -Id $args[0]", one.Id[..20]));
        Assert.Contains(prefix + "-two", Names("Get-Container"));
        Assert.Empty(Names("Get-Container $args[0]", prefix + "-none*"));
    }

    [Fact]
    public void Names_come_by_pipeline_too()
    {
        using var idle = LaunchedContainer.Idle();
        Assert.Equal([idle.Name], Names("[pscustomobject]@{ Name = $args[0] } | Get-Container", idle.Name));
    }

    [Theory]
    [InlineData("-Name none-such", "Container.NotFound", ErrorCategory.ObjectNotFound)]
    [InlineData("-Id 0none", "Container.NotFound", ErrorCategory.ObjectNotFound)]
    [InlineData("-Id ../x", "Container.InvalidId", ErrorCategory.InvalidArgument)]
    [InlineData("-Id a/b", "Container.InvalidId", ErrorCategory.InvalidArgument)]
    [InlineData("-Name ../x", "Container.NotFound", ErrorCategory.ObjectNotFound)]
    public void One_that_is_not_there_is_an_error(string arguments, string errorId, ErrorCategory category)
    {
        ErrorRecord error = _engine.Run($"Get-Container {arguments}").OnlyError();
        Assert.Equal($"{errorId},PSContainer.Commands.GetContainerCommand", error.FullyQualifiedErrorId);
        Assert.Equal(category, error.CategoryInfo.Category);
    }

    [Fact]
    public void A_process_that_was_killed_from_outside_is_told_truly()
    {
        using var idle = LaunchedContainer.Idle();
        using (var process = System.Diagnostics.Process.GetProcessById(idle.State.Pid))
        {
            process.Kill();
        }

        Container ended = _engine.Run("param($Id) Wait-Container -Id $Id", idle.Id).Only<Container>();
        Assert.Equal((ContainerStatus.Stopped, 137, 9), (ended.Status, ended.ExitCode, ended.Signal));
    }

    [Fact]
    public void A_monitor_that_was_killed_leaves_stopped_and_never_a_lie()
    {
        using var idle = LaunchedContainer.Idle();
        ProcessIdentity process = idle.State.Process!.Value;
        using (var monitor = System.Diagnostics.Process.GetProcessById(idle.State.Monitor!.Value.Pid))
        {
            monitor.Kill();
        }

        Assert.True(SpinWait.SpinUntil(() => !process.IsAlive(), TimeSpan.FromSeconds(60)));
        Container container = _engine.Run("param($Id) Get-Container -Id $Id", idle.Id).Only<Container>();
        Assert.Equal(ContainerStatus.Stopped, container.Status);
        Assert.Equal(0, container.ProcessId);
        Assert.Null(container.ExitCode);
    }

    [Fact]
    public void One_whose_state_cannot_be_read_is_listed_with_the_reason()
    {
        using var idle = LaunchedContainer.Idle();
        File.WriteAllText(idle.Folder + "/state.json", "{\"id\":");
        Container container = _engine.Run("param($Id) Get-Container | Where-Object Id -eq $Id", idle.Id).Only<Container>();
        Assert.Contains("cannot be used", container.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_is_looked_up_and_finds_one_whose_state_cannot_be_read()
    {
        using var idle = LaunchedContainer.Idle();
        using var other = LaunchedContainer.Idle(idle.Name.ToUpperInvariant());
        Assert.Equal([idle.Name], Names("Get-Container $args[0]", idle.Name));
        File.WriteAllText(idle.Folder + "/state.json", "{\"id\":");
        Container container = _engine.Run("param($Name) Get-Container $Name", idle.Name).Only<Container>();
        Assert.Equal(idle.Id, container.Id);
    }

    [Fact]
    public void Another_process_sees_the_same_containers()
    {
        using var idle = LaunchedContainer.Idle();
        EngineProcessResult result = EngineProcess.Run($"(Get-Container {idle.Name}).Id").ThrowOnErrors();
        Assert.Equal([idle.Id], result.Lines);
    }

    [Fact]
    public void Names_and_ids_are_completed()
    {
        using var idle = LaunchedContainer.Idle();
        Assert.Equal([idle.Name], Names("(TabExpansion2 \"Get-Container $($args[0])\").CompletionMatches.CompletionText", idle.Name[..12]));
        Assert.Equal([idle.ShortId], Names("(TabExpansion2 \"Stop-Container -Id $($args[0])\").CompletionMatches.CompletionText", idle.Id[..10]));
        Assert.Equal([idle.Id], Names("(TabExpansion2 \"Stop-Container -Id $($args[0])\").CompletionMatches.CompletionText", idle.Id[..20]));
    }

    private IEnumerable<string> Names(string script, params object[] arguments) =>
        _engine.Run(script, arguments).ThrowOnErrors().Lines.Order(StringComparer.Ordinal);
}
