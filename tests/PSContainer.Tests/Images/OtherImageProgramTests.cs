using System.Text.Json;
using PSContainer.Images;
using PSContainer.Tests.Cmdlets;
using PSContainer.Tests.Invariants;
using PSContainer.Tests.OtherPrograms;

namespace PSContainer.Tests.Images;

/// <summary>skopeo, umoci and Podman read the store and what is exported, and what they write is imported.</summary>
public sealed class OtherImageProgramTests : IDisposable
{
    private readonly TemporaryStore _store = new();

    public void Dispose() => _store.Dispose();

    [Fact]
    public void Skopeo_reads_the_store_and_both_archives()
    {
        Need("skopeo");
        ContainerImage image = Import();
        Assert.Equal(image.Digest, Inspect($"oci:{_store.Store.Path}:docker.io/library/box:1"));
        Export(image, ArchiveFormat.Oci, "oci.tar");
        Assert.Equal(image.Digest, Inspect($"oci-archive:{_store.PathOf("oci.tar")}:docker.io/library/box:1"));
        Assert.Equal(image.Digest, Inspect($"oci-archive:{_store.PathOf("oci.tar")}"));
        Export(image, ArchiveFormat.Docker, "docker.tar");
        Must("skopeo", "inspect", "--config", $"docker-archive:{_store.PathOf("docker.tar")}:box:1");
    }

    [Fact]
    public void What_skopeo_copies_is_imported_and_is_the_same_image()
    {
        Need("skopeo");
        ContainerImage image = Import();
        string source = $"oci:{_store.Store.Path}:docker.io/library/box:1";
        Skopeo("copy", source, $"docker-archive:{_store.PathOf("docker.tar")}:box:2");
        Skopeo("copy", "--dest-compress-format", "zstd", "--dest-compress", source, $"oci:{_store.PathOf("layout")}:box:3");
        Skopeo("copy", source, $"oci-archive:{_store.PathOf("oci.tar")}:box:4");
        ContainerImage docker = _store.Import(_store.PathOf("docker.tar")).Single(), zstd = _store.Import(_store.PathOf("layout")).Single(), oci = _store.Import(_store.PathOf("oci.tar")).Single();
        Assert.Equal(["box:2", "box:3", "box:4"], new[] { docker, zstd, oci }.Select(one => one.ToString()));
        Assert.All([docker, zstd, oci], one => Assert.Equal(image.Layers.Single().DiffId, one.Layers.Single().DiffId));
        Assert.Equal(LayerCompression.Zstd, zstd.Layers.Single().Compression);

        // A layer in zstd is decompressed for a docker-archive.
        Export(zstd, ArchiveFormat.Docker, "again.tar");
        Assert.Equal(docker.Layers[0].Digest, _store.Import(_store.PathOf("again.tar")).Single().Layers[0].Digest);
        Skopeo("copy", $"oci:{_store.PathOf("layout")}:box:3", $"oci:{_store.Store.Path}:docker.io/library/from-skopeo:1");
        Assert.Null(_store.Store.Find(ImageReference.Parse("from-skopeo:1"))!.Problem);
    }

    [Fact]
    public void Umoci_unpacks_from_the_store()
    {
        Need("umoci");
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "needs root");
        Import();
        Must("umoci", "unpack", "--image", $"{_store.Store.Path}:docker.io/library/box:1", _store.PathOf("bundle"));
        Assert.True(File.Exists(_store.PathOf("bundle/rootfs/bin/busybox")));
        Assert.Contains("\"LANG=C\"", File.ReadAllText(_store.PathOf("bundle/config.json")), StringComparison.Ordinal);
        Must("umoci", "config", "--image", $"{_store.Store.Path}:docker.io/library/box:1", "--tag", "docker.io/library/box:umoci", "--config.cmd", "ls");
        Assert.Equal(["ls"], _store.Store.Find(ImageReference.Parse("box:umoci"))!.Configuration.Command);
    }

    [Theory]
    [InlineData(ArchiveFormat.Docker)]
    [InlineData(ArchiveFormat.Oci)]
    public void Podman_runs_what_is_exported(ArchiveFormat format)
    {
        using var podman = new ForeignProgram("podman", static folder =>
        [
            "--runtime", ForeignProgram.Launcher, "--cgroup-manager=cgroupfs", "--root", $"{folder}/root", "--runroot", $"{folder}/run",
            "--tmpdir", $"{folder}/tmp", "--storage-driver=vfs", "--events-backend=file",
        ]);
        Export(Import(), format, "image.tar");
        Assert.Contains("box:1", podman.Must("load", "--input", _store.PathOf("image.tar")), StringComparison.Ordinal);
        Assert.Equal("C in /bin", podman.Must("run", "--rm", "--network=host", "--cgroups=disabled", "docker.io/library/box:1"));
        podman.Must("save", "--output", _store.PathOf("saved.tar"), "docker.io/library/box:1");
        podman.Must("save", "--format", "oci-archive", "--output", _store.PathOf("saved-oci.tar"), "docker.io/library/box:1");
        Assert.Equal("box:1", _store.Import(_store.PathOf("saved.tar")).Single().ToString());
        Assert.Equal("box:1", _store.Import(_store.PathOf("saved-oci.tar")).Single().ToString());
    }

    private ContainerImage Import()
    {
        using var root = new BusyBoxRoot();
        System.Formats.Tar.TarFile.CreateFromDirectory(root.Path, _store.PathOf("root.tar"), includeBaseDirectory: false);
        return _store.Import(_store.PathOf("root.tar"), new()
        {
            Name = ImageReference.Parse("box:1"),
            Configure = image => (image.Command, image.Environment, image.WorkingDirectory) = (["/bin/sh", "-c", "echo $LANG in $(pwd)"], ["LANG=C", "PATH=/bin"], "/bin"),
        }).Single();
    }

    private void Export(ContainerImage image, ArchiveFormat format, string name) =>
        new ImageExporter(_store.Store, static _ => { }, default).Export([image], format, _store.PathOf(name), force: false);

    private static string Inspect(string image)
    {
        using var json = JsonDocument.Parse(Must("skopeo", "inspect", image));
        return json.RootElement.GetProperty("Digest").GetString()!;
    }

    private static void Skopeo(params string[] arguments) => Must("skopeo", ["--insecure-policy", .. arguments]);

    private static string Must(string program, params string[] arguments)
    {
        Outcome outcome = Outcome.Of(program, arguments);
        Assert.True(outcome.ExitCode == 0, $"{program} {string.Join(' ', arguments)}: {outcome}");
        return outcome.Output;
    }

    private static void Need(string program) =>
        Assert.SkipWhen(ForeignProgram.Find(program) is null, $"needs {program} (Debian: apt-get install {program})");
}
