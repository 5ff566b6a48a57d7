using System.Formats.Tar;
using System.Text;
using PSContainer.Errors;
using PSContainer.Images;

namespace PSContainer.Tests.Images;

public sealed class ImportTests : IDisposable
{
    private static readonly byte[] s_low = TestArchive.Layer("low", "1"), s_high = TestArchive.Layer("high", new string('x', 3 << 20));

    private readonly TemporaryStore _store = new();

    public void Dispose() => _store.Dispose();

    [Fact]
    public void A_docker_archive_is_an_image_with_the_id_that_Docker_gives_it()
    {
        ContainerImage image = _store.Import(TestArchive.Docker("busybox:1.36", s_low, s_high)).Single();
        Assert.Equal("docker.io/library/busybox:1.36", image.Name);
        Assert.Equal("busybox", image.Repository);
        Assert.Equal("1.36", image.Tag);
        Assert.Equal(TestArchive.Hex(Encoding.UTF8.GetBytes(TestArchive.Configuration(s_low, s_high))), image.Id);
        Assert.Equal(["sh"], image.Configuration.Command);
        Assert.Equal(2024, image.Created!.Value.Year);
        Assert.Equal(["sha256:" + TestArchive.Hex(s_low), "sha256:" + TestArchive.Hex(s_high)], image.Layers.Select(layer => layer.DiffId));
        Assert.Equal(image.Digest, _store.Store.Resolve("busybox:1.36", "docker.io").Digest);
        Assert.Equal(image.Digest, _store.Store.Resolve(image.ShortId, "docker.io").Digest);
    }

    [Fact]
    public void It_may_be_compressed_and_its_layers_too()
    {
        byte[] archive = TestArchive.Docker("a", s_low, s_high);
        string id = _store.Import(TestArchive.Gzip(archive)).Single().Id;
        Assert.Equal(id, _store.Import(TestArchive.Zstd(archive)).Single().Id);
        byte[] gzip = TestArchive.Gzip(s_low), zstd = TestArchive.Zstd(s_high);
        string configuration = TestArchive.Configuration(s_low, s_high);
        ContainerImage image = _store.Import(new TestArchive().File("0.tar", gzip).File("1.tar", zstd).File("c.json", configuration)
            .File("manifest.json", """[{"Config":"c.json","RepoTags":["b:1"],"Layers":["0.tar","1.tar"]}]""").ToBytes(), new() { }).Single();
        Assert.Equal([LayerCompression.Gzip, LayerCompression.Zstd], image.Layers.Select(layer => layer.Compression));
        Assert.Equal(id, image.Id);
    }

    [Fact]
    public void A_layer_may_be_a_link_to_another()
    {
        string configuration = TestArchive.Configuration(s_low, s_low);
        byte[] archive = new TestArchive().File("a/layer.tar", s_low).Link("b/layer.tar", "../a/layer.tar").Link("c/layer.tar", "a/layer.tar", TarEntryType.HardLink)
            .File("c.json", configuration)
            .File("manifest.json", """[{"Config":"c.json","RepoTags":["b:1"],"Layers":["b/layer.tar","c/layer.tar"]}]""").ToBytes();

        // It does not begin like the archives of known programs: what it is turns out at its end.
        Assert.Equal(2, _store.Import(archive).Single().Layers.Count);
        Assert.Equal("Image.Archive.HasConfiguration", Assert.Throws<ContainerException>(() => _store.Import(
            TestArchive.Docker("a", s_low), new() { Configure = _ => { } })).ErrorId);
        var first = new TestArchive().Folder(new string('a', 64) + "/").File("x", "y").ToBytes();
        using var other = new TemporaryStore();
        Assert.Contains("no image", other.Refused(first).Message, StringComparison.Ordinal);
        string folder = _store.PathOf("unpacked");
        Directory.CreateDirectory(folder);
        TarFile.ExtractToDirectory(new MemoryStream(archive), folder, overwriteFiles: false);
        ContainerImage image = _store.Import(folder).Single();
        Assert.Equal(2, image.Layers.Count);
        Assert.Equal(image.Layers[0].Digest, image.Layers[1].Digest);
    }

    [Fact]
    public void An_OCI_archive_and_a_folder_are_the_same_image_byte_for_byte()
    {
        TestLayout layout = TestLayout.Of("quay.io/me/app:2", s_low, s_high);
        ContainerImage image = _store.Import(layout.ToArchive()).Single();
        Assert.Equal("quay.io/me/app:2", image.Name);
        Assert.All(image.Layers, layer => Assert.Equal(LayerCompression.Gzip, layer.Compression));
        layout.WriteTo(_store.PathOf("layout"));
        Assert.Equal(image.Digest, _store.Import(_store.PathOf("layout"), new() { Name = ImageReference.Parse("other") }).Single().Digest);
        Assert.Equal(["quay.io/me/app:2", "other:latest"], _store.Store.Images().Select(one => one.ToString()));
    }

    [Fact]
    public void Of_several_platforms_one_is_taken()
    {
        var layout = new TestLayout();
        Descriptor amd = layout.Image(new("linux", "amd64"), s_low), arm = layout.Image(new("linux", "arm64"), s_high);
        layout.Index(layout.Blob(MediaTypes.Index, ModelWriting.Write(new ImageIndex { Manifests = [amd, arm] })).With(
            new() { ["org.opencontainers.image.ref.name"] = "reg.example/multi:1" }));
        ContainerImage image = _store.Import(layout.ToArchive(), new() { Platform = Platform.Parse("arm64") }).Single();
        Assert.Equal(arm.Digest.ToString(), image.Digest);
        Assert.NotNull(image.IndexDigest);
        Assert.Equal(image.Digest, _store.Store.Find(ImageReference.Parse("reg.example/multi@" + image.IndexDigest))!.Digest);
        using var other = new TemporaryStore();
        Assert.Equal("Image.Platform.NotFound", other.Refused(layout.ToArchive(), new() { Platform = Platform.Parse("s390x") }).ErrorId);
    }

    [Fact]
    public void A_tag_alone_is_no_name()
    {
        var warnings = new List<string>();
        ContainerImage image = _store.Import(TestLayout.Of("latest", s_low).ToArchive(), new() { Warn = warnings.Add }).Single();
        Assert.Equal("", image.Name);
        Assert.Contains("'latest'", Assert.Single(warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Several_images_come_with_their_own_names_or_not_at_all()
    {
        var layout = new TestLayout();
        layout.Index([.. new[] { "a:1", "b:1" }.Select(name => layout.Image(null, TestArchive.Layer("x", name)).With(new() { ["org.opencontainers.image.ref.name"] = name }))]);
        Assert.Equal("Image.Archive.SeveralImages", _store.Refused(layout.ToArchive(), new() { Name = ImageReference.Parse("c") }).ErrorId);
        Assert.Equal(["a:1", "b:1"], _store.Import(layout.ToArchive()).Select(image => image.ToString()));

        // One of two is damaged: none appears.
        using var other = new TemporaryStore();
        layout.Files.Remove(layout.Files.Keys.Last(name => name.StartsWith("blobs/", StringComparison.Ordinal)));
        other.Refused(layout.ToArchive());
    }

    [Fact]
    public void A_root_file_system_is_a_layer_byte_for_byte()
    {
        byte[] root = TestArchive.Layer("os-release", "NAME=x");
        ContainerImage image = _store.Import(TestArchive.Gzip(root), new()
        {
            Name = ImageReference.Parse("root"), Configure = image => image.Command = ["sh"], Platform = Platform.Parse("arm64"),
        }).Single();
        Assert.Equal("sha256:" + TestArchive.Hex(root), Assert.Single(image.Layers).DiffId);
        Assert.Equal(["sh"], image.Configuration.Command);
        Assert.Equal("linux/arm64", image.Platform.ToString());
        byte[] looksLikeAnImage = TestArchive.Docker("a", s_low);
        Assert.Equal("sha256:" + TestArchive.Hex(looksLikeAnImage), _store.Import(looksLikeAnImage, new() { IsRootFileSystem = true }).Single().Layers[0].DiffId);
    }

    [Fact]
    public void An_import_is_interrupted_by_its_token()
    {
        using var stop = new CancellationTokenSource();
        Assert.ThrowsAny<OperationCanceledException>(() => _store.Import(
            TestArchive.Docker("a", s_low, s_high), new() { Cancel = stop.Token, Progress = _ => stop.Cancel() }));
        _store.AssertNothingLeft();
    }

    [Fact]
    public void Two_imports_of_one_image_at_once_make_one_image()
    {
        byte[] docker = TestArchive.Docker("a", s_low, s_high), oci = TestLayout.Of("a:latest", s_low, s_high).ToArchive();
        Parallel.For(0, 16, new() { MaxDegreeOfParallelism = 4 }, i => _store.Import(i % 2 == 0 ? docker : oci));
        Assert.Equal("a:latest", _store.Store.Images().Single(image => image.Name.Length > 0).ToString());
        Assert.All(_store.Store.Images(), image => Assert.Null(image.Problem));
        Assert.Empty(Directory.GetFiles(_store.Store.Folders.Partial));
    }
}
