using PSContainer.Hosting;
using PSContainer.Tests.Engine;

namespace PSContainer.Tests.Cmdlets;

[Collection(WholeMachine.Collection)]
public sealed class TestContainerHostTests : IDisposable
{
    private readonly PowerShellEngine _engine = new();

    public void Dispose() => _engine.Dispose();

    [Fact]
    public void It_gives_an_object_for_each_capability()
    {
        EngineResult result = _engine.Run("Test-ContainerHost").ThrowOnErrors();
        Assert.All(result.Output, static item => Assert.IsType<ContainerHostCheck>(item!.BaseObject));
        Assert.Superset(new HashSet<string> { "Kernel: Ok", "Launcher: Ok", "PidNamespace: Ok" }, result.Lines.ToHashSet());
    }

    [Fact]
    public void Each_that_is_not_there_has_a_remedy() => Assert.Empty(
        _engine.Run("Test-ContainerHost | Where-Object { ($_.Status -eq 'Ok') -eq [bool] $_.Remedy }").ThrowOnErrors().Output);

    [Fact]
    public void Quiet_says_whether_containers_run_here() => Assert.Equal(
        _engine.Run("-not (Test-ContainerHost | Where-Object Status -eq Missing)").Only<bool>(),
        _engine.Run("Test-ContainerHost -Quiet").Only<bool>());

    [Fact]
    public void What_containers_are_made_of_here_is_not_missing()
    {
        using var idle = LaunchedContainer.Idle();
        Assert.True(_engine.Run("Test-ContainerHost -Quiet").Only<bool>());
    }

    [Fact]
    public void It_is_shown_as_a_table_with_the_remedies_below()
    {
        string text = _engine.Show("Test-ContainerHost | Where-Object Name -eq Kernel");
        Assert.Matches(@"^\s*Name +Status +Detail\s*\n-+ +-+ +-+\s*\nKernel +Ok +Linux [0-9]", text);
    }

    [Fact]
    public void Another_user_is_told_what_that_user_can_do()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "needs root: becomes another user");
        EngineProcessResult result = EngineProcess.Run(
            "Test-ContainerHost | ForEach-Object { \"$_|$($_.Detail)|$($_.Remedy)\" }", new EngineProcessOptions { Unprivileged = true }).ThrowOnErrors();
        Assert.Contains(result.Lines, static line => line.StartsWith("StateFolder: Ok", StringComparison.Ordinal));
        Assert.Contains(result.Lines, static line => line.StartsWith("SubordinateIds: Limited|/etc/subuid", StringComparison.Ordinal) && line.Contains("nobody", StringComparison.Ordinal));
    }

    [Fact]
    public void It_leaves_no_descriptor_open()
    {
        _engine.Run("Test-ContainerHost").ThrowOnErrors();
        int open = Directory.GetFileSystemEntries("/proc/self/fd").Length;
        _engine.Run("1..40 | ForEach-Object { Test-ContainerHost }").ThrowOnErrors();
        Assert.InRange(Directory.GetFileSystemEntries("/proc/self/fd").Length, 0, open + 30);
    }
}
