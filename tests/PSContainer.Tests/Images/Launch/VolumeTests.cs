using System.Formats.Tar;
using PSContainer.Tests.Engine;
using PSContainer.Tests.Invariants;

namespace PSContainer.Tests.Images.Launch;

/// <summary>Volumes: filled once, shared, kept, refused to be removed while a container has them.</summary>
[Collection(WholeMachine.Collection)]
[LeavesNothing]
public sealed class VolumeTests : IDisposable
{
    private readonly ImageScene _scene = new ImageScene().With("busybox");

    public VolumeTests() => Assert.SkipUnless(Environment.IsPrivilegedProcess, "needs root: the tests' folder may be on any file system");

    public void Dispose() => _scene.Dispose();

    [Theory]
    [InlineData("vol:/data")]
    [InlineData("type=volume,source=vol,target=/data")]
    public void An_empty_volume_gets_what_the_image_has_and_keeps_what_it_is_given(string mount)
    {
        Assert.Equal("33:33\n33:33", _scene.Shell("busybox", "stat -c %u:%g /data /data/seed; rm /data/seed; touch /data/mine", $"-Mount '{mount}'"));
        Assert.Equal("mine", _scene.Shell("busybox", "ls /data", $"-Mount '{mount}'"));
        Assert.Equal("mine", _scene.Shell("busybox", "ls /other", "-Mount vol:/other:ro"));
        Assert.Equal("seed", _scene.Shell("busybox", "ls /data"));
    }

    [Fact]
    public void A_volume_without_a_name_goes_with_its_container()
    {
        _scene.With("own", """{"Volumes":{"/data":{}}}""");
        _scene.Run("$c = New-NamespacedProcess -Image own -- sleep 1000; $c | Invoke-ContainerCommand touch /data/mine").ThrowOnErrors();
        Assert.True(File.Exists($"{Assert.Single(_scene.Containers)}/volume-0/data/mine"));
        _scene.Run("$c | Remove-Container -Force").ThrowOnErrors();
        Assert.Empty(_scene.Containers);
        Assert.Empty(_scene.Run("Get-ContainerVolume").Lines);
    }

    [Fact]
    public void One_that_a_container_has_is_not_removed()
    {
        EngineResult refused = _scene.Run("$c = New-NamespacedProcess -Mount vol:/mnt; Remove-ContainerVolume vol; (Get-ContainerVolume vol).InUse; @(Get-ContainerVolume -Unused).Count");
        Assert.StartsWith("Volume.InUse", Assert.Single(refused.Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal(["True", "0"], refused.Lines);
        _scene.Run("$c | Remove-Container -Force; Remove-ContainerVolume vol").ThrowOnErrors();
        Assert.Empty(_scene.Run("Get-ContainerVolume").Lines);
    }

    [Theory]
    [InlineData("New-ContainerVolume ../x", "Volume.InvalidName")]
    [InlineData("New-ContainerVolume .x", "Volume.InvalidName")]
    [InlineData("New-ContainerVolume a, a", "Volume.Exists")]
    [InlineData("Remove-ContainerVolume nothing", "Volume.NotFound")]
    [InlineData("Get-ContainerVolume nothing", "Volume.NotFound")]
    public void What_cannot_be_is_told(string script, string id) =>
        Assert.StartsWith(id, Assert.Single(_scene.Run(script).Errors).FullyQualifiedErrorId, StringComparison.Ordinal);

    [Fact]
    public void A_volume_gets_times_and_attributes_and_nothing_of_one_that_was_killed()
    {
        var time = new DateTime(2001, 2, 3, 4, 5, 6, DateTimeKind.Utc);
        _scene.With("old", """{"Cmd":["true"]}""", tar => tar.WriteEntry(new PaxTarEntry(
            TarEntryType.RegularFile, "data/old", [new("SCHILY.xattr.user.word", "said")]) { ModificationTime = time }));
        _scene.Run("New-ContainerVolume vol").ThrowOnErrors();
        string volume = $"{_scene.Store.Folders.Volumes}/vol";
        Directory.CreateDirectory($"{volume}/new/half");
        Assert.Equal("", _scene.Shell("old", "true", "-Mount vol:/data"));
        Assert.Equal(time, File.GetLastWriteTimeUtc($"{volume}/data/old"));
        Assert.Contains("user.word=\"said\"", Outcome.Of("getfattr", "-d", $"{volume}/data/old").Output, StringComparison.Ordinal);
        Assert.Equal([$"{volume}/data"], Directory.EnumerateFileSystemEntries(volume));
    }

    [Fact]
    public void Many_containers_that_begin_at_once_fill_a_volume_once()
    {
        Parallel.For(0, 4, _ =>
        {
            using var engine = new PowerShellEngine();
            engine.SetVariable("PSContainerStore", _scene.Store.Path);
            Assert.Equal("seed", Assert.Single(engine.Run("Invoke-ContainerCommand -Image busybox -Mount vol:/data -- ls /data").ThrowOnErrors().Lines));
        });
        Assert.Equal(["data"], Directory.EnumerateFileSystemEntries($"{_scene.Store.Folders.Volumes}/vol").Select(Path.GetFileName));
    }
}
