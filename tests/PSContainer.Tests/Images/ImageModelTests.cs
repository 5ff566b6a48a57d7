using System.Text;
using PSContainer.Errors;
using PSContainer.Images;

namespace PSContainer.Tests.Images;

public sealed class ImageModelTests
{
    private const string Digest = "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    [Fact]
    public void A_configuration_is_what_it_was_after_it_was_written()
    {
        var image = new ImageConfiguration
        {
            Created = new DateTimeOffset(2024, 1, 2, 3, 4, 5, TimeSpan.Zero).AddTicks(1234567), Author = "me", Platform = new("linux", "arm", "v7"),
            Entrypoint = ["/e"], Command = ["c", "d e"], Environment = ["A=b", "E="], WorkingDirectory = "/w", User = "u:g", Volumes = ["/v"],
            ExposedPorts = ["80/tcp"], StopSignal = "SIGINT", Labels = new Dictionary<string, string> { ["l"] = "m" }, Shell = ["/bin/sh", "-c"],
            DiffIds = [Digest], History = [new() { CreatedBy = "x", IsEmptyLayer = true, Comment = "y" }],
            Healthcheck = new() { Test = ["CMD", "true"], Interval = TimeSpan.FromSeconds(3), Retries = 2, Timeout = TimeSpan.FromMilliseconds(1) },
        };
        ImageConfiguration again = ConfigurationReading.Configuration(ConfigurationWriting.Write(image), "it");
        Assert.Equivalent(image, again, strict: true);
    }

    [Fact]
    public void What_Go_writes_for_nothing_is_nothing()
    {
        ImageConfiguration image = Read("""
            {"created":"0001-01-01T00:00:00Z","author":"","architecture":"amd64","os":"linux","variant":"","config":{"Entrypoint":null,"Cmd":[],"Labels":null,"StopSignal":""},
             "rootfs":{"type":"layers","diff_ids":null},"history":null}
            """);
        Assert.Null(image.Created);
        Assert.Null(image.Author);
        Assert.Null(image.Entrypoint);
        Assert.Null(image.Command);
        Assert.Null(image.StopSignal);
        Assert.Empty(image.DiffIds);
        Assert.Equal("linux/amd64", image.Platform.ToString());
    }

    [Fact]
    public void A_manifest_is_what_it_was_after_it_was_written()
    {
        var manifest = new ImageManifest
        {
            MediaType = MediaTypes.DockerManifest,
            Configuration = new() { MediaType = MediaTypes.DockerConfiguration, Digest = PSContainer.Images.Digest.Parse(Digest), Size = 5 },
            Layers = [new() { MediaType = MediaTypes.DockerLayerGzip, Digest = PSContainer.Images.Digest.Parse(Digest), Size = 1L << 40, Urls = ["https://x"] }],
            Annotations = new() { ["a"] = "b" },
        };
        Assert.Equivalent(manifest, ModelReading.Manifest(ModelWriting.Write(manifest), "it"), strict: true);
    }

    [Theory]
    [InlineData("""{"schemaVersion":1,"manifests":[]}""", "$.schemaVersion")]
    [InlineData("""{"schemaVersion":2}""", "lacks \"manifests\"")]
    [InlineData("""{"schemaVersion":2,"mediaType":"text/html","manifests":[]}""", "$.mediaType")]
    [InlineData("""{"manifests":[{"mediaType":"x","digest":"sha256:1","size":1}]}""", "$.manifests[0].digest")]
    [InlineData("""{"manifests":[{"mediaType":"x","digest":"sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef","size":-1}]}""", "$.manifests[0].size")]
    [InlineData("""{"manifests":[{"mediaType":"x","digest":"sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef","size":1e30}]}""", "$.manifests[0].size")]
    [InlineData("""{"manifests":[{"mediaType":"x","digest":"sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"}]}""", "lacks \"size\"")]
    [InlineData("""{"manifests":{}}""", "an array")]
    [InlineData("""[]""", "an object")]
    [InlineData("", "empty")]
    [InlineData("<html>", "not valid JSON")]
    public void What_is_wrong_in_an_index_is_said_with_its_path(string json, string part)
    {
        var error = Assert.Throws<ContainerException>(() => ModelReading.Index(Encoding.UTF8.GetBytes(json), "The index"));
        Assert.Equal("Image.Manifest.Invalid", error.ErrorId);
        Assert.Equal(ErrorKind.InvalidData, error.Kind);
        Assert.Contains(part, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"rootfs":{"type":"layers","diff_ids":["sha256:../x"]}}""")]
    [InlineData("""{"rootfs":{"type":"tree"}}""")]
    [InlineData("""{"config":{"Env":["=x"]}}""")]
    [InlineData("""{"config":{"Cmd":"sh"}}""")]
    [InlineData("""{"config":{"Cmd":["a\u0000b"]}}""")]
    [InlineData("""{"created":"yesterday"}""")]
    public void What_is_wrong_in_a_configuration_is_an_error(string json) =>
        Assert.Equal("Image.Configuration.Invalid", Assert.Throws<ContainerException>(() => Read(json)).ErrorId);

    [Fact]
    public void Large_and_deep_documents_are_refused()
    {
        byte[] large = new byte[100 << 20];
        Array.Fill(large, (byte)' ');
        Assert.Contains("at most", Assert.Throws<ContainerException>(() => ModelReading.Manifest(large, "It")).Message, StringComparison.Ordinal);
        string deep = "{\"annotations\":" + string.Concat(Enumerable.Repeat("{\"a\":", 100_000));
        Assert.Throws<ContainerException>(() => ModelReading.Manifest(Encoding.UTF8.GetBytes(deep), "It"));
    }

    private static ImageConfiguration Read(string json) => ConfigurationReading.Configuration(Encoding.UTF8.GetBytes(json), "The configuration");
}
