using PSContainer.Errors;
using PSContainer.Images;

namespace PSContainer.Tests.Layers;

/// <summary>Layers that are hostile or damaged: each is an error that says so, nothing of it is kept, and nothing outside is touched.</summary>
public sealed class LayerBadInputTests
{
    public static TheoryData<string, string, byte[]> Hostile => new()
    {
        { "dots in a path", "Layer.Entry.PathOutside", new TarBuilder().File("a/../../x", "").ToArray() },
        { "a link to a path with dots", "Layer.Entry.PathOutside", new TarBuilder().HardLink("x", "../etc/passwd").ToArray() },
        { "a hard link to outside", "Layer.Entry.LinkTarget", new TarBuilder().HardLink("x", "/etc/passwd").ToArray() },
        { "a hard link through a link to outside", "Layer.Entry.LinkTarget", new TarBuilder().Symlink("out", "/etc").HardLink("x", "out/passwd").ToArray() },
        { "a hard link to itself", "Layer.Entry.LinkTarget", new TarBuilder().File("x", "").HardLink("x", "./x").ToArray() },
        { "a hard link to a folder", "Layer.Entry.LinkTarget", new TarBuilder().Folder("d/").HardLink("x", "d").ToArray() },
        { "a hard link to the root", "Layer.Entry.LinkTarget", new TarBuilder().HardLink("x", "/").ToArray() },
        { "a root that is a link", "Layer.Entry.RootNotFolder", new TarBuilder().Symlink("./", "/etc").ToArray() },
        { "an entry without a name", "Layer.Entry.RootNotFolder", new TarBuilder().File("", "x").ToArray() },
        { "a whiteout of nothing", "Layer.Entry.WhiteoutName", new TarBuilder().File(".wh.", "").ToArray() },
        { "a whiteout of the folder above", "Layer.Entry.WhiteoutName", new TarBuilder().File("a/.wh...", "").ToArray() },
        { "a device that is a whiteout", "Layer.Entry.WhiteoutDevice", new TarBuilder().Device("x", '3', 0, 0).ToArray() },
        { "a file in a file", "Layer.Entry.ParentNotFolder", new TarBuilder().File("x", "").File("x/y", "").ToArray() },
        { "links in a circle", "Layer.Entry.LinkLoop", new TarBuilder().Symlink("a", "b").Symlink("b", "a").File("a/x", "").ToArray() },
        { "a name of 256 bytes", "Layer.Entry.NameTooLong", new TarBuilder().Pax(("path", new string('n', 256))).File("x", "").ToArray() },
        { "a path of 5000 bytes", "Layer.Entry.NameTooLong", new TarBuilder().Pax(("path", string.Join('/', Enumerable.Repeat("abcd", 1000)))).File("x", "").ToArray() },
        { "a depth of 300 folders", "Layer.Entry.TooDeep", new TarBuilder().Pax(("path", string.Join('/', Enumerable.Repeat("d", 300)))).File("x", "").ToArray() },
        { "a link to a path of 5000 bytes", "Layer.Entry.NameTooLong", new TarBuilder().Pax(("linkpath", new string('l', 5000))).Symlink("x", "y").ToArray() },
        { "a link to nothing", "Layer.Entry.LinkTarget", new TarBuilder().Symlink("x", "").ToArray() },
        { "a huge file with nothing in it", "Layer.Tar.Truncated", new TarBuilder().Pax(("size", "1099511627776")).File("x", "").ToArray() },
        { "a file with holes that no file system takes", "Layer.Write.EFBIG", new TarBuilder().Pax(("GNU.sparse.size", "9223372036854775807"), ("GNU.sparse.map", "0,0")).File("x", "").ToArray() },
        { "a truncated archive", "Layer.Tar.Truncated", new TarBuilder().File("x", "content").WithoutEnd()[..514] },
    };

    [Theory]
    [MemberData(nameof(Hostile))]
    public void It_is_refused(string what, string id, byte[] archive)
    {
        using var scene = new LayerScene();
        IReadOnlyList<ImageLayer> layers = scene.Image(archive);
        var error = Assert.Throws<ContainerException>(() => scene.Unpacker.Unpack(scene.Hold, layers));
        Assert.True(error.ErrorId == id, $"{what}: {error.ErrorId}: {error.Message}");
        Assert.Empty(scene.Folders());
        Assert.Null(scene.Unpacker.Find(layers));
    }

    [Fact]
    public void Links_that_lead_out_lead_in()
    {
        string outside = Directory.CreateTempSubdirectory("layers-outside-").FullName;
        using var scene = new LayerScene();
        UnpackedLayer layer = Assert.Single(scene.Unpacker.Unpack(scene.Hold, scene.Image(new TarBuilder()
            .Symlink("absolute", outside).File("absolute/a", "1").Symlink("relative", $"../../../../../../../..{outside}").File("relative/b", "2").File("//etc/passwd", "3").ToArray())));
        Assert.Empty(Directory.GetFileSystemEntries(outside));
        Assert.Equal(["1", "2"], ((string[])["a", "b"]).Select(name => File.ReadAllText($"{layer.Path}{outside}/{name}")));
        Assert.Equal("3", File.ReadAllText($"{layer.Path}/etc/passwd"));
        Directory.Delete(outside);
    }

    [Fact]
    public void What_overlayfs_would_obey_is_an_attribute_like_others()
    {
        using var scene = new LayerScene();
        string prefix = scene.Owners.UserAttributes ? "user.overlay." : "trusted.overlay.";
        UnpackedLayer layer = Assert.Single(scene.Unpacker.Unpack(scene.Hold, scene.Image(
            new TarBuilder().Pax(($"SCHILY.xattr.{prefix}opaque", "y"), ($"SCHILY.xattr.{prefix}redirect", "/etc")).Folder("d/").ToArray())));
        string names = LayerScene.Shell($"getfattr -d -m - '{layer.Path}/d' 2>/dev/null");
        Assert.Contains($"{prefix}overlay.redirect", names, StringComparison.Ordinal);
        Assert.DoesNotContain($"{prefix}redirect", names, StringComparison.Ordinal);
    }

    [Fact]
    public void A_layer_that_is_not_what_the_image_says_is_refused()
    {
        using var scene = new LayerScene();
        byte[] archive = new TarBuilder().File("x", "1").ToArray();
        IReadOnlyList<ImageLayer> layers = scene.Image((MediaTypes.LayerGzip, LayerScene.Gzip(archive), new TarBuilder().File("x", "2").ToArray()));
        Assert.Equal("Layer.DiffIdMismatch", Assert.Throws<ContainerException>(() => scene.Unpacker.Unpack(scene.Hold, layers)).ErrorId);
        Assert.Empty(scene.Folders());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_damaged_compression_is_refused(bool gzip)
    {
        using var scene = new LayerScene();
        byte[] archive = new TarBuilder().File("x", string.Concat(Enumerable.Range(0, 5000))).ToArray();
        byte[] blob = gzip ? LayerScene.Gzip(archive) : LayerScene.Zstd(archive);
        blob[blob.Length / 2] ^= 0x55;
        IReadOnlyList<ImageLayer> layers = scene.Image((gzip ? MediaTypes.LayerGzip : MediaTypes.LayerZstd, blob, archive));
        string id = Assert.Throws<ContainerException>(() => scene.Unpacker.Unpack(scene.Hold, layers)).ErrorId;
        Assert.Contains(id, (string[])["Layer.Compression.Invalid", "Layer.DiffIdMismatch", "Layer.Tar.Invalid", "Layer.Tar.Truncated"]);
        Assert.Empty(scene.Folders());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_bomb_stops_at_the_size_that_is_allowed(bool gzip)
    {
        using var scene = new LayerScene();
        byte[] archive = new TarBuilder().Add("zeros", '0', new byte[64 << 20]).ToArray();
        IReadOnlyList<ImageLayer> layers = scene.Image(
            (gzip ? MediaTypes.LayerGzip : MediaTypes.LayerZstd, gzip ? LayerScene.Gzip(archive) : LayerScene.Zstd(archive), archive));
        var unpacker = new LayerUnpacker(scene.Store, LayerScene.Launcher, scene.Owners) { MaximumSize = 16 << 20 };
        Assert.Equal("Layer.TooLarge", Assert.Throws<ContainerException>(() => unpacker.Unpack(scene.Hold, layers)).ErrorId);
        Assert.Empty(scene.Folders());
    }

    [Fact]
    public void An_owner_that_has_no_id_here_is_an_error_that_says_so()
    {
        Invariants.Rights.NeedRoot("makes a user namespace of ids of its own");
        using var scene = new LayerScene(LayerTreeTests.Namespace());
        IReadOnlyList<ImageLayer> layers = scene.Image(new TarBuilder().File("x", "", uid: 100_000).ToArray());
        Assert.Equal("Layer.Owner.NotMapped", Assert.Throws<ContainerException>(() => scene.Unpacker.Unpack(scene.Hold, layers)).ErrorId);
        Assert.Empty(scene.Folders());
    }
}
