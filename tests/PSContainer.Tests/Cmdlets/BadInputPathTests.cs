using System.Management.Automation;
using PSContainer.Tests.Engine;
using static PSContainer.Tests.Cmdlets.RefusedCommand;

namespace PSContainer.Tests.Cmdlets;

/// <summary>Paths that lead where they must not: each is refused, or stays inside the root.</summary>
[Collection(WholeMachine.Collection)]
[LeavesNothing]
public sealed class BadInputPathTests : IDisposable
{
    private const string Invoke = "Invoke-ContainerCommand";

    private readonly PowerShellEngine _engine = new();

    public void Dispose() => _engine.Dispose();

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    public void A_mount_through_a_link_that_leads_out_is_refused_and_nothing_outside_is_touched(string below)
    {
        using var root = new BusyBoxRoot();
        string outside = Directory.CreateDirectory($"{root.Folder}/outside").FullName;
        foreach (string target in new[] { outside, $"../../../../../../../..{outside}" })
        {
            File.Delete($"{root}/link");
            File.CreateSymbolicLink($"{root}/link", target);
            EngineResult result = _engine.Run("param($Root, $Mount) Invoke-ContainerCommand -RootPath $Root -Mount $Mount -- true", root.Path, $"/etc:/link/{below}");
            Expect(result.OnlyError(), "Mount.TargetOutsideRoot", ErrorCategory.InvalidArgument);
            Assert.Empty(Directory.EnumerateFileSystemEntries(outside));
            Assert.False(Directory.Exists(root.Path + root.Folder), "The link's far side was made inside.");
        }
    }

    [Fact]
    public void A_mount_on_a_link_that_runs_in_a_circle_is_refused()
    {
        using var root = new BusyBoxRoot();
        File.CreateSymbolicLink($"{root}/link", "link");
        EngineResult result = _engine.Run("param($Root) Invoke-ContainerCommand -RootPath $Root -Mount /etc:/link/x -- true", root.Path);
        Expect(result.OnlyError(), "Mount.TargetOutsideRoot", ErrorCategory.InvalidArgument);
    }

    [Fact]
    public void An_open_descriptor_is_no_working_directory()
    {
        for (int i = 3; i < 30; i++)
        {
            string id = _engine.Run($"{Invoke} -WorkingDirectory /proc/self/fd/{i} -- true").OnlyError().FullyQualifiedErrorId;
            Assert.StartsWith("WorkingDirectory.Chdir.E", id, StringComparison.Ordinal);
        }

        Assert.StartsWith(
            "WorkingDirectory.", _engine.Run($"{Invoke} -WorkingDirectory /proc/self/cwd -- true").OnlyError().FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    [Fact]
    public void A_link_in_the_root_is_followed_inside_the_root_only()
    {
        using var root = new BusyBoxRoot();
        File.CreateSymbolicLink($"{root}/link", "/mnt");
        EngineResult result = _engine.Run(
            "param($Root) Invoke-ContainerCommand -RootPath $Root -Mount /etc:/link -- ls /mnt/passwd", root.Path).ThrowOnErrors();
        Assert.Equal("/mnt/passwd", result.Text);
        result = _engine.Run("param($Root) Invoke-ContainerCommand -RootPath $Root -Mount /etc:/link/a/b -- ls /mnt/a/b/passwd", root.Path).ThrowOnErrors();
        Assert.Equal("/mnt/a/b/passwd", result.Text);
    }

    [Fact]
    public void A_mount_point_is_never_made_in_the_hosts_own_root()
    {
        string place = $"/no-such-place-{Guid.NewGuid():N}";
        EngineResult result = _engine.Run($"{Invoke} -Mount /etc:{place} -- true");
        Expect(result.OnlyError(), "Mount.Mkdirat.EROFS", ErrorCategory.OperationStopped);
        Assert.False(Path.Exists(place));
    }
}
