using PSContainer.Tests.Engine;

namespace PSContainer.Tests.Images.Launch;

/// <summary>Images whose links are meant to reach the host: everything made or mounted for the container stays in it.</summary>
[Collection(WholeMachine.Collection)]
[LeavesNothing]
public sealed class HostileImageTests : IDisposable
{
    private readonly ImageScene _scene = new();
    private readonly string _bait = Directory.CreateTempSubdirectory("bait-").FullName;

    public HostileImageTests() => Assert.SkipUnless(Environment.IsPrivilegedProcess, "needs root: the tests' folder may be on any file system");

    public void Dispose()
    {
        _scene.Dispose();
        Directory.Delete(_bait, recursive: true);
    }

    [Theory]
    [InlineData("etc/hosts")]
    [InlineData("etc/resolv.conf")]
    [InlineData("etc/hostname")]
    [InlineData("data")]
    [InlineData("dev")]
    [InlineData("work")]
    public void A_link_to_the_host_stays_inside(string name)
    {
        _scene.With("hostile", """{"WorkingDir":"/work/made"}""", tar => ImageScene.AddLink(tar, name, $"/../../../../..{_bait}/reached"));
        _scene.Run("Invoke-ContainerCommand -Image hostile -Mount vol:/data -- sh -c 'touch /work/x /data/x; cat /etc/hosts; true'");
        Assert.Empty(Directory.EnumerateFileSystemEntries(_bait));
        Assert.Empty(_scene.Containers);
    }

    // Mounted over the root, it would be what "/.." leads to.
    [Theory]
    [InlineData("/")]
    [InlineData("/bin/..")]
    [InlineData("../..")]
    public void A_link_to_the_root_is_no_place_for_a_mount(string target)
    {
        _scene.With("hostile", "{}", tar => ImageScene.AddLink(tar, "data", target));
        foreach (string mount in (string[])["vol:/data", $"{_bait}:/data", "type=tmpfs,target=/data", $"{_bait}:/data/.."])
        {
            EngineResult result = _scene.Run($"Invoke-ContainerCommand -Image hostile -Mount '{mount}' -- sh -c 'ls /..; ls /bin/../..'");
            Assert.Single(result.AllErrors);
            Assert.Empty(result.Lines);
        }

        Assert.Empty(_scene.Containers);
    }

    [Fact]
    public void A_link_in_the_place_of_proc_is_refused()
    {
        _scene.With("hostile", "{}", tar => ImageScene.AddLink(tar, "proc", _bait));
        EngineResult result = _scene.Run("Invoke-ContainerCommand -Image hostile -- id");
        Assert.Single(result.AllErrors);
        Assert.Empty(_scene.Containers);
    }

    [Theory]
    [InlineData("/etc/passwd")]
    [InlineData("../../../../../../../../etc/passwd")]
    public void A_passwd_that_is_a_link_out_names_nobody(string target)
    {
        File.WriteAllText($"{_bait}/passwd", "spy:x:77:77::/:/bin/sh\n");
        _scene.With("hostile", "{}", tar => ImageScene.AddLink(tar, "etc/passwd", target.Replace("/etc/passwd", $"{_bait}/passwd", StringComparison.Ordinal)));
        EngineResult result = _scene.Run("Invoke-ContainerCommand -Image hostile -User spy -- id");
        Assert.StartsWith("User.Unknown", Assert.Single(result.AllErrors).FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    [Fact]
    public void Users_are_those_of_the_topmost_layer_and_of_links_inside()
    {
        _scene.With("layered", "{}",
            tar => ImageScene.Add(tar, "usr/users", "late:x:55:66::/:/bin/sh\n"),
            tar => ImageScene.AddLink(tar, "etc/passwd", "../usr/users"));
        Assert.Equal("55", _scene.Shell("layered", "id -u", "-User late"));
        Assert.StartsWith("User.Unknown", Assert.Single(_scene.Run("Invoke-ContainerCommand -Image layered -User web -- id").AllErrors).FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    [Fact]
    public void A_hundred_layers_are_one_root()
    {
        var layers = Enumerable.Range(0, 120).Select(number => new Action<System.Formats.Tar.TarWriter>(tar => ImageScene.Add(tar, $"data/{number:000}", "x"))).ToArray();
        _scene.With("tall", "{}", layers);
        Assert.Equal("121", _scene.Shell("tall", "ls /data | wc -l"));
    }
}
