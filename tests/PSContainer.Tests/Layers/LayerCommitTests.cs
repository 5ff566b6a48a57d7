using System.IO.Compression;
using PSContainer.Images;
using PSContainer.Tests.Invariants;

namespace PSContainer.Tests.Layers;

/// <summary>What a container changed, as a layer: unpacked again over the same layers, it gives the same tree.</summary>
public sealed class LayerCommitTests
{
    private const string Changes = """
        rm etc/gone; rm -r whole; rm -r again && mkdir again && echo new > again/file; echo more >> etc/kept; chmod 4711 etc/kept; chown 5:6 etc/kept
        ln etc/kept etc/second; ln -s /nowhere link; mkfifo pipe; truncate -s 2000000 holes; printf x | dd of=holes bs=1 seek=1500000 conv=notrunc 2>/dev/null
        mkdir -p "a b/$(printf 'new\nline')/$(printf '%0120d' 0)"; touch -d '1969-12-31 23:59:58.25 UTC' "a b/old"; touch -d '2020-01-01 00:00:00.123456789 UTC' etc/kept
        setfattr -n user.name -v value etc/kept; setfattr -n user.none etc/kept; rm becomes && mkdir becomes; rm -r was && echo file > was
        """;

    [Fact]
    public void It_gives_the_same_tree_again()
    {
        Rights.NeedRoot("mounts an overlay");
        Assert.SkipUnless(File.Exists("/usr/bin/getfattr"), "needs setfattr and getfattr (Debian: attr)");
        using var scene = new LayerScene();
        byte[] lower = new TarBuilder().Folder("etc/").File("etc/gone", "g").File("etc/kept", "k").Folder("whole/").File("whole/f", "f").Folder("again/").File("again/old", "o")
            .File("becomes", "b").Folder("was/").File("was/f", "f").ToArray();
        IReadOnlyList<UnpackedLayer> below = scene.Unpacker.Unpack(scene.Hold, scene.Image(lower));
        string merged = Change(scene, below[0].Path);
        CommittedLayer layer = LayerCommit.Write(scene.Hold, LayerScene.Launcher, scene.Owners, $"{scene.Path}/upper", default);
        byte[] archive = Unzip(scene, layer);
        Assert.Equal(merged, scene.Overlay(scene.Unpacker.Unpack(scene.Hold, scene.Image(lower, archive))));
        Assert.True(layer.Blob.Size < 100_000, $"holes are written out: {layer.Blob.Size}");
        if (File.Exists("/usr/bin/umoci"))
        {
            // Go's tar takes an empty value for none.
            Assert.Equal(merged.Replace("user.none=0x\n", "", StringComparison.Ordinal), scene.Umoci());
        }

        Assert.Equal(layer.DiffId, LayerCommit.Write(scene.Hold, LayerScene.Launcher, scene.Owners, $"{scene.Path}/upper", default).DiffId);
    }

    private static string Change(LayerScene scene, string lower)
    {
        Directory.CreateDirectory($"{scene.Path}/upper");
        Directory.CreateDirectory($"{scene.Path}/work");
        Directory.CreateDirectory($"{scene.Path}/merged");
        LayerScene.Shell(
            $"set -e; mount -t overlay overlay -o 'lowerdir={lower},upperdir={scene.Path}/upper,workdir={scene.Path}/work' '{scene.Path}/merged'; cd '{scene.Path}/merged'\n{Changes}",
            "unshare", "-m");
        Directory.CreateDirectory($"{scene.Path}/empty");
        return LayerScene.Shell(
            $"mount -t overlay overlay -o 'ro,lowerdir={scene.Path}/upper:{lower}' '{scene.Path}/merged' \n{LayerScene.ListScript($"{scene.Path}/merged")}", "unshare", "-m");
    }

    private static byte[] Unzip(LayerScene scene, CommittedLayer layer)
    {
        using var stream = new GZipStream(scene.Store.OpenBlob(layer.Blob.Digest), CompressionMode.Decompress);
        var archive = new MemoryStream();
        stream.CopyTo(archive);
        return archive.ToArray();
    }
}
