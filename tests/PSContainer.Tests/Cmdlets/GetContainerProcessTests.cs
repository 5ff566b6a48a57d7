using PSContainer.Tests.Engine;

namespace PSContainer.Tests.Cmdlets;

public sealed class GetContainerProcessTests : IDisposable
{
    private readonly PowerShellEngine _engine = new();

    public void Dispose() => _engine.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void It_gives_each_with_both_its_numbers(bool cgroup)
    {
        using var container = LaunchedContainer.Start(new() { Command = ["sh", "-c", "sleep 1000; true"], Cgroup = cgroup });
        var all = Processes(container, 2);
        Assert.Equal([1, 2], all.Select(static process => process.ContainerProcessId));
        Assert.Equal(["sh", "sleep"], all.Select(static process => process.Name));
        Assert.Equal(container.State.Pid, all[0].ProcessId);
        Assert.Equal(all[0].ProcessId, all[1].ParentProcessId);
        Assert.Equal(["sleep", "1000"], all[1].Command);
        Assert.All(all, process =>
        {
            Assert.Equal(container.Name, process.Container);
            Assert.Equal("root", process.User);
            Assert.Equal(0u, process.UserId);
            Assert.Equal(1, process.Threads);
            Assert.InRange(process.Memory, 4096, 1 << 30);
            Assert.InRange(process.Started, DateTime.Now.AddMinutes(-2), DateTime.Now.AddSeconds(2));
            Assert.InRange(process.CpuTime, TimeSpan.Zero, TimeSpan.FromMinutes(1));
        });
    }

    [Fact]
    public void Users_are_the_containers()
    {
        using var root = new BusyBoxRoot();
        EngineResult result = _engine.Run(
            """
            param($Root)
            $c = New-NamespacedProcess -RootPath $Root -UidMap 0:100000:1000 -GidMap 0:100000:1000 -User web -- sleep 1000
            try { $c | Get-ContainerProcess | ForEach-Object { "$($_.User) $($_.UserId) $($_.HostUserId)" } }
            finally { $c | Remove-Container -Force }
            """, root.Path).ThrowOnErrors();
        Assert.Equal(["web 33 100033"], result.Lines);
    }

    [Fact]
    public void What_a_program_calls_itself_is_shown_without_control_characters()
    {
        using var container = LaunchedContainer.Start(new() { Command = ["sh", "-c", "sleep 1000; true", "\u001b[31m"], Cgroup = true });
        string view = _engine.Show("param($Id) Get-ContainerProcess -Id $Id", container.Id);
        Assert.DoesNotContain("\u001b", view, StringComparison.Ordinal);
        Assert.Contains("Container: " + container.Name, view, StringComparison.Ordinal);
    }

    [Fact]
    public void One_that_has_ended_has_none()
    {
        using var container = LaunchedContainer.Run("true");
        EngineResult result = _engine.Run("param($Id) $null = Wait-Container -Id $Id; Get-ContainerProcess -Id $Id", container.Id);
        Assert.Equal("Container.NotRunning,PSContainer.Commands.GetContainerProcessCommand", result.OnlyError().FullyQualifiedErrorId);
    }

    private List<ContainerProcessInfo> Processes(LaunchedContainer container, int count)
    {
        for (int i = 0; ; i++)
        {
            List<ContainerProcessInfo> all =
            [
                .. _engine.Run("param($Id) Get-ContainerProcess -Id $Id", container.Id).ThrowOnErrors().Output
                    .Select(static item => (ContainerProcessInfo)item!.BaseObject).OrderBy(static process => process.ContainerProcessId),
            ];
            if ((all.Count == count && all[^1].Name == "sleep") || i == 100)
            {
                return all;
            }

            Thread.Sleep(50);
        }
    }
}
