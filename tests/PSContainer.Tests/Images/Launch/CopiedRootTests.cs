using System.Management.Automation;
using PSContainer.Errors;
using PSContainer.Protocol;
using PSContainer.Tests.Engine;
using PSContainer.Tests.Invariants;

namespace PSContainer.Tests.Images.Launch;

/// <summary>Containers of images where there can be no overlay: the image store is on an overlay itself, which takes no changes of another.</summary>
[Collection(WholeMachine.Collection)]
[LeavesNothing]
public sealed class CopiedRootTests : IDisposable
{
    private const string Maps = "-UidMap 0:100000:65536 -GidMap 0:100000:65536";

    private readonly string _folder = Directory.CreateTempSubdirectory("pscontainer-copied-").FullName;
    private readonly ImageScene _scene;

    public CopiedRootTests()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "needs root, which may mount");
        foreach (string name in (string[])["lower", "upper", "work", "store"])
        {
            Directory.CreateDirectory($"{_folder}/{name}");
        }

        Must("mount", "-t", "overlay", "-o", $"lowerdir={_folder}/lower,upperdir={_folder}/upper,workdir={_folder}/work", "overlay", $"{_folder}/store");
        _scene = new ImageScene($"{_folder}/store/images");
    }

    public void Dispose()
    {
        _scene?.Dispose();
        Outcome.Of("umount", $"{_folder}/store");
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-ReadOnly")]
    public void The_layers_are_copied_above_each_other(string parameters)
    {
        Layered();
        Assert.Equal("0:0 33:33\nchanged\nkept\nonly seed", _scene.Shell("layered", """
            echo $(stat -c %u:%g /bin /data)
            cat /bin/word
            ls /kept
            echo $(ls /data)
            """, parameters));
        Assert.Empty(_scene.Containers);
    }

    [Fact]
    public void Owners_are_changed_where_no_mount_can_show_them_otherwise()
    {
        Layered();
        Assert.Equal("0:0 33:33 0:0 0:0 0:0\n0:0", _scene.Shell("layered", "touch /x; echo $(stat -c %u:%g /bin/sh /data /data/only /x /); stat -c %u:%g /etc/hosts", Maps));
        Assert.Equal("0:0 33:33", _scene.Shell("layered", "echo $(stat -c %u:%g /bin/word /data)"));
        Assert.Equal("changed\nkept", _scene.Shell("layered", "cat /bin/word; ls /kept", Maps));
    }

    // struct vfs_cap_data: the magic and flags, permitted and inheritable sets, and in version 3 whose root has them.
    [Fact]
    public void A_files_capabilities_are_those_of_the_containers_root_then()
    {
        const string Name = "security.capability", Sets = "002000000000000000000000" + "00000000";
        Layered();
        _scene.Shell("layered", "true", Maps);
        string layer = Assert.Single(Directory.GetFiles(_scene.Store.Path, "word", SearchOption.AllDirectories), static file => File.ReadAllText(file) == "changed\n");
        Must("setfattr", "-n", Name, "-v", "0x01000002" + Sets, layer);
        _scene.Run($"$c = New-NamespacedProcess -Image layered {Maps} -- sleep 1000").ThrowOnErrors();
        Outcome copied = Outcome.Of("getfattr", "--absolute-names", "-e", "hex", "-n", Name, $"{Assert.Single(_scene.Containers)}/{RootLayers.CopyName}/bin/word");
        _scene.Run("$c | Remove-Container -Force").ThrowOnErrors();
        Assert.Contains($"{Name}=0x01000003{Sets}a0860100\n", copied.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void It_is_said_in_a_verbose_line()
    {
        _scene.With("busybox");
        Assert.Equal([true, true], _scene.Run("""
            $lines = Invoke-ContainerCommand -Image busybox -Verbose -- id 4>&1
            "$lines" -like '*copy of its image*'
            $lines = New-NamespacedProcess -Image busybox -Verbose -Name copied -- sleep 1000 4>&1
            Remove-Container copied -Force
            "$lines" -like '*copy of its image*'
            """).ThrowOnErrors().Output.Select(static item => (bool)item!.BaseObject));
    }

    [Fact]
    public void A_container_keeps_its_copy_and_becomes_an_image_of_one_layer()
    {
        Layered();
        Assert.Equal(["x", "x", "1", "x changed"], _scene.Run("""
            $c = New-NamespacedProcess -Image layered -- sh -c 'test -e /mine || echo x > /mine; cat /mine; exec sleep 1000'
            try {
                foreach ($start in 1, 2) {
                    while (@($c | Get-ContainerLog).Count -lt $start) { [Threading.Thread]::Sleep(20) }
                    if ($start -eq 1) { $c | Restart-Container -Timeout 0 }
                }
                ($c | Get-ContainerLog).Text
                $image = $c | New-ContainerImage -ImageName flat
                "$($image.Layers.Count)"
            }
            finally { $c | Remove-Container -Force }
            "$(Invoke-ContainerCommand -Image flat -- cat /mine /bin/word)"
            """).ThrowOnErrors().Lines);
    }

    [Fact]
    public void What_a_layer_takes_away_is_refused_with_where_it_could_be_kept()
    {
        _scene.With("less", """{"Cmd":["sh"]}""", static tar => ImageScene.Add(tar, "bin/word", "first\n"), static tar => ImageScene.Add(tar, "bin/.wh.word", ""));
        ErrorRecord error = Assert.Single(_scene.Run("Invoke-ContainerCommand -Image less -- true").Errors);
        Assert.StartsWith("Layer.Write.EPERM,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains("PSCONTAINER_STORE", Assert.IsType<ContainerException>(error.Exception).Remedy, StringComparison.Ordinal);
    }

    // What the upper layer replaces and adds: on an overlay there can be nothing that it takes away.
    private void Layered() => _scene.With(
        "layered", """{"Cmd":["sh"]}""",
        static tar =>
        {
            ImageScene.Add(tar, "bin/word", "first\n");
            ImageScene.AddFolder(tar, "kept");
            ImageScene.Add(tar, "kept/kept", "kept\n");
        },
        static tar =>
        {
            ImageScene.Add(tar, "bin/word", "changed\n");
            ImageScene.AddFolder(tar, "data", owner: 33);
            ImageScene.Add(tar, "data/only", "only\n");
        });

    private static void Must(params string[] command)
    {
        Outcome outcome = Outcome.Of(command[0], command[1..]);
        Assert.True(outcome.ExitCode == 0, outcome.ToString());
    }
}
