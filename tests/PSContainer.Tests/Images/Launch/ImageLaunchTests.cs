using PSContainer.Tests.Engine;

namespace PSContainer.Tests.Images.Launch;

/// <summary>Containers of images: their root, what the image's configuration says, and that nothing stays.</summary>
[Collection(WholeMachine.Collection)]
[LeavesNothing]
public sealed class ImageLaunchTests : IDisposable
{
    private const string Maps = "-UidMap 0:100000:65536 -GidMap 0:100000:65536";

    private readonly ImageScene _scene = new();

    public ImageLaunchTests() => Assert.SkipUnless(Environment.IsPrivilegedProcess, "needs root: the tests' folder may be on any file system");

    public void Dispose() => _scene.Dispose();

    [Fact]
    public void An_image_runs_and_leaves_the_store_as_it_was()
    {
        _scene.With("busybox");
        Assert.Equal("A", Assert.Single(_scene.Run("Invoke-ContainerCommand -Image busybox echo A").ThrowOnErrors().Lines));
        Assert.Equal("new", _scene.Shell("busybox", "echo new > /new; rm /data/seed; cat /new"));
        Assert.Equal("seed", _scene.Shell("busybox", "cat /data/seed; ls /new 2>/dev/null"));
        Assert.Empty(_scene.Containers);
    }

    // A mount that is left over the root is reached by "..", and was the host's.
    [Theory]
    [InlineData("")]
    [InlineData("-ReadOnly")]
    [InlineData(Maps)]
    [InlineData("-ReadOnly " + Maps)]
    public void Nothing_lies_over_the_root(string parameters)
    {
        _scene.With("busybox");
        Assert.Equal("bin data dev etc proc sys", _scene.Shell("busybox", "cd /bin/..; echo $(ls /data/..)", parameters));
        Assert.Equal("1", _scene.Shell("busybox", "grep -c ' / / ' /proc/self/mountinfo", parameters));
    }

    [Fact]
    public void A_read_only_root_needs_no_folder_of_changes()
    {
        _scene.With("busybox");
        EngineResult result = _scene.Run("Invoke-ContainerCommand -Image busybox -ReadOnly -- sh -c 'touch /x; cat /etc/hostname'");
        Assert.Contains("Read-only file system", result.Errors[0].ToString(), StringComparison.Ordinal);
        Assert.Equal(12, Assert.Single(result.Lines).Length);
    }

    [Fact]
    public void Owners_are_shown_as_the_container_counts_without_a_copy()
    {
        _scene.With("busybox");
        Assert.Equal("33:33\n33:33\n0:0\n0:0", _scene.Shell("busybox", "touch /data/new /x; stat -c %u:%g /data /data/seed /x /etc/hosts", Maps));
        Assert.Equal("33:33", _scene.Shell("busybox", "stat -c %u:%g /data/seed"));
    }

    [Fact]
    public void The_configuration_is_honoured()
    {
        _scene.With("busybox", """
            {"Entrypoint":["sh","-c","pwd; id -u; echo $A $B; $0 $@"],"Cmd":["echo","cmd"],"Env":["A=1","B=2"],"WorkingDir":"/made/here","User":"web","StopSignal":"SIGINT","ExposedPorts":{"80/tcp":{}},"Labels":{"of":"image"}}
            """);
        Assert.Equal(["/made/here", "33", "1 3", "cmd"], _scene.Run("Invoke-ContainerCommand -Image busybox -Environment @{ B = 3 }").ThrowOnErrors().Lines);
        Assert.Equal("args", _scene.Run("Invoke-ContainerCommand -Image busybox echo args").ThrowOnErrors().Lines[^1]);
        Assert.Equal(["only"], _scene.Run("Invoke-ContainerCommand -Image busybox -Entrypoint echo -- only").ThrowOnErrors().Lines);
        EngineResult made = _scene.Run("$c = New-Container -Image busybox; $c.Image; $c.Labels['of']; $c | Remove-Container").ThrowOnErrors();
        Assert.StartsWith("busybox", made.Lines[0], StringComparison.Ordinal);
        Assert.Equal("image", made.Lines[1]);
    }

    [Fact]
    public void A_container_that_goes_on_keeps_its_changes_until_it_is_removed()
    {
        _scene.With("busybox");
        _scene.Run("$c = New-NamespacedProcess -Image busybox -- sleep 1000; $c | Invoke-ContainerCommand touch /mine").ThrowOnErrors();
        string folder = Assert.Single(_scene.Containers);
        Assert.True(File.Exists($"{folder}/upper/mine"));
        _scene.Run("$c | Stop-Container -Force").ThrowOnErrors();
        Assert.True(File.Exists($"{folder}/upper/mine"));
        _scene.Run("$c | Remove-Container").ThrowOnErrors();
        Assert.Empty(_scene.Containers);
    }

    [Fact]
    public void Deep_and_locked_folders_go_with_the_container()
    {
        _scene.With("busybox");
        _scene.Run("Invoke-ContainerCommand -Image busybox -- sh -c 'i=0; while [ $i -lt 300 ]; do mkdir d; cd d; i=$((i+1)); done; touch f; chmod 0 /d'").ThrowOnErrors();
        Assert.Empty(_scene.Containers);
    }

    [Theory]
    [InlineData("Invoke-ContainerCommand -Image nothing -Pull Never -- id", "Image.NotAvailable")]
    [InlineData("Invoke-ContainerCommand -Image 'a b' -- id", "Image.Reference.Invalid")]
    [InlineData("Invoke-ContainerCommand -Image busybox -RootPath / -- id", "Image.TwoRoots")]
    [InlineData("Invoke-ContainerCommand -Image busybox -Writable -- id", "Image.TwoRoots")]
    [InlineData("Invoke-ContainerCommand -Entrypoint sh -- id", "Image.EntrypointAlone")]
    [InlineData("Invoke-ContainerCommand -Image busybox -User nobody -- id", "User.Unknown")]
    [InlineData("Invoke-ContainerCommand -Image busybox -- nothere", "Command.NotFound")]
    [InlineData("Invoke-ContainerCommand -Image busybox -Mount '.x:/a/../..:ro' -- id", "Path.OutsideRoot")]
    [InlineData("Invoke-ContainerCommand -Image busybox -Mount 'type=volume,source=a/b,target=/a' -- id", "Volume.InvalidName")]
    [InlineData("Invoke-ContainerCommand -Image busybox -Namespace Pid -- id", "Spec.MountNamespaceMissing")]
    public void What_cannot_be_is_refused_and_leaves_nothing(string script, string id)
    {
        _scene.With("busybox");
        EngineResult result = _scene.Run(script);
        Assert.StartsWith(id, (result.TerminatingError ?? result.Errors[0]).FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Empty(_scene.Containers);
    }

    [Fact]
    public void WhatIf_shows_the_overlay_and_makes_nothing()
    {
        _scene.With("busybox");
        string plan = _scene.Engine.Show("Invoke-ContainerCommand -Image busybox -WhatIf -- id");
        Assert.Contains("mount an overlay of 1 layer as the root, changes kept in", plan, StringComparison.Ordinal);
        Assert.Empty(_scene.Containers);
    }

    [Fact]
    public void What_a_killed_launch_left_is_collected()
    {
        _scene.With("busybox");
        string lost = $"{_scene.Store.Folders.Containers}/{new string('a', 64)}";
        Directory.CreateDirectory($"{lost}/upper/some");
        Assert.True(_scene.Store.TryCollect());
        Assert.False(Directory.Exists(lost));
    }

    [Fact]
    public void An_image_comes_by_the_pipeline_and_is_told_by_its_id()
    {
        _scene.With("busybox");
        string id = Assert.Single(_scene.Store.Images()).ShortId;
        Assert.Equal("A", Assert.Single(_scene.Run($"Invoke-ContainerCommand -Image {id} echo A").ThrowOnErrors().Lines));
        _scene.Engine.SetVariable("image", _scene.Store.Images().Single());
        Assert.Equal("A", Assert.Single(_scene.Run("$image | Invoke-ContainerCommand echo A").ThrowOnErrors().Lines));
        Assert.Equal("Running", Assert.Single(_scene.Run("$c = $image | New-NamespacedProcess -Command sleep 1000; $c.Status; $c | Remove-Container -Force").ThrowOnErrors().Lines));
    }
}
