using System.Management.Automation;
using PSContainer.Tests.Engine;
using PSContainer.Tests.Images.Registry;
using PSContainer.Tests.Invariants;
using PSContainer.Tests.OtherPrograms;

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
    public void An_image_that_is_nowhere_is_an_error_that_says_what_to_do()
    {
        ErrorRecord error = Assert.Single(_scene.Run("Invoke-ContainerCommand -Image localhost:1/busybox echo A").AllErrors);
        Assert.StartsWith("Image.NotAvailable", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains("Import-ContainerImage", error.Exception.Message, StringComparison.Ordinal);
        Assert.Contains("Request-ContainerImage", error.Exception.Message, StringComparison.Ordinal);
        Assert.Empty(_scene.Containers);
    }

    [Fact]
    public void A_folder_is_imported_and_run_with_what_is_in_it()
    {
        string root = _scene.WriteRoot();
        _scene.Run("param($Root) $null = Import-ContainerImage $Root -Name box -Entrypoint sh, '-c' -Command 'echo $WHO; stat -c %u:%a /bin/owned; readlink /bin/sh; pwd' -Environment @{ WHO = 'me' } -WorkingDirectory /bin", root).ThrowOnErrors();
        Assert.Equal(["me", "33:4750", "busybox", "/bin"], _scene.Run("Invoke-ContainerCommand -Image box").ThrowOnErrors().Lines);
    }

    [Fact]
    public void An_empty_folder_and_the_hosts_root_are_no_images()
    {
        string empty = Directory.CreateDirectory($"{_scene.Store.Path}-empty").FullName;
        Assert.StartsWith("Image.Archive.Invalid", Assert.Single(_scene.Run("param($Root) Import-ContainerImage $Root -Name box", empty).AllErrors).FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.StartsWith("Image.Archive.Folder", Assert.Single(_scene.Run("Import-ContainerImage / -Name box").AllErrors).FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Empty(_scene.Store.Images());
    }

    [Fact]
    public void An_imported_archive_runs()
    {
        _scene.With("busybox");
        _scene.Run("param($File) Export-ContainerImage busybox -Path $File | Out-Null; Remove-ContainerImage busybox; $null = Import-ContainerImage $File", $"{_scene.Store.Path}.tar");
        Assert.Equal("A", Assert.Single(_scene.Run("Invoke-ContainerCommand -Image busybox -Pull Never echo A").ThrowOnErrors().Lines));
    }

    [Fact]
    public void An_image_is_requested_from_a_registry_on_loopback()
    {
        using var registry = new DockerRegistry();
        _scene.With($"{registry.Host}/busybox:1");
        _scene.Run($"$null = Send-ContainerImage {registry.Host}/busybox:1 -AllowInsecure; Remove-ContainerImage {registry.Host}/busybox:1").ThrowOnErrors();
        Assert.Equal(["A"], _scene.Run($"Invoke-ContainerCommand -Image {registry.Host}/busybox:1 -InsecureRegistry {registry.Host} echo A").ThrowOnErrors().Lines);
        Assert.Single(_scene.Store.Images());
        Assert.Equal(["B"], _scene.Run($"Invoke-ContainerCommand -Image {registry.Host}/busybox:1 -Pull Never echo B").ThrowOnErrors().Lines);
    }

    // The container's changes, with what was taken away, are one more layer; other tools read the image, and see the same.
    [Fact]
    public void What_a_container_changed_becomes_an_image_that_others_read()
    {
        Assert.SkipUnless(ForeignProgram.Find("umoci") is not null && ForeignProgram.Find("skopeo") is not null, "needs umoci and skopeo (Debian: apt-get install umoci skopeo)");
        _scene.With("busybox");
        _scene.Run("""
            $c = New-NamespacedProcess -Image busybox -- sleep 1000
            $c | Invoke-ContainerCommand -- sh -c 'echo new > /new; rm -r /data; mkdir /data; echo mine > /data/only; chmod 700 /data/only; ln -s only /data/link; rm /bin/ln'
            $null = $c | New-ContainerImage -ImageName changed
            $c | Remove-Container -Force
            """).ThrowOnErrors();
        Assert.Equal("new\nlink only\nmine\n700", _scene.Shell("changed", "cat /new; echo $(ls /data); cat /data/link; stat -c %a /data/only; ls /bin/ln 2>/dev/null; true"));
        string layout = $"{_scene.Store.Path}-layout", bundle = $"{_scene.Store.Path}-bundle";
        _scene.Run("param($File) Export-ContainerImage changed -Path $File -Format Oci | Out-Null", layout + ".tar").ThrowOnErrors();
        DockerRegistry.Skopeo("copy", $"oci-archive:{layout}.tar", $"oci:{layout}:it");
        Outcome unpacked = Outcome.Of("umoci", ["unpack", "--image", $"{layout}:it", bundle]);
        Assert.True(unpacked.ExitCode == 0, unpacked.Errors);
        Assert.Equal("new\n", File.ReadAllText($"{bundle}/rootfs/new"));
        Assert.False(File.Exists($"{bundle}/rootfs/bin/ln"));
        Assert.Equal(["link", "only"], Directory.EnumerateFileSystemEntries($"{bundle}/rootfs/data").Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal("mine\n", File.ReadAllText($"{bundle}/rootfs/data/only"));
        Assert.Equal("only", new FileInfo($"{bundle}/rootfs/data/link").LinkTarget);
    }

    [Fact]
    public void One_in_use_is_kept_until_its_container_is_gone()
    {
        _scene.With("busybox");
        EngineResult refused = _scene.Run("$c = New-NamespacedProcess -Image busybox -- sleep 1000; Remove-ContainerImage busybox");
        Assert.StartsWith("Image.InUse", Assert.Single(refused.AllErrors).FullyQualifiedErrorId, StringComparison.Ordinal);
        _scene.Run("Remove-ContainerImage busybox -Force").ThrowOnErrors();
        Assert.Equal(["seed"], _scene.Run("$c | Invoke-ContainerCommand cat /data/seed").ThrowOnErrors().Lines);
        _scene.Run("$c | Remove-Container -Force").ThrowOnErrors();
        Assert.True(_scene.Store.TryCollect());
        Assert.Empty(Directory.EnumerateFileSystemEntries(_scene.Store.Folders.Layers));
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
