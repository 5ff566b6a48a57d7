using PSContainer.Images;

namespace PSContainer.Tests.Images.Registry;

/// <summary>Manifests and indexes of registries that are broken or hostile: each is told in words, and no blob is fetched for it.</summary>
public sealed class HostileManifestTests : IDisposable
{
    private readonly PullScene _scene = new();
    private readonly FakeImage _image = FakeImage.Make(layers: 3, size: 200_000);

    public HostileManifestTests() => Registry.Add("app", "latest", _image);

    private FakeRegistry Registry => _scene.Registry;

    public void Dispose() => _scene.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_manifest_of_any_length_is_not_taken(bool isEndless)
    {
        Registry.Instead = request => request.IsManifest ? new FakeAnswer(200, new byte[isEndless ? 1 << 16 : 100 << 20])
        {
            IsEndless = isEndless, Headers = { ["Content-Type"] = MediaTypes.Manifest },
        } : null;
        Assert.Contains("4194304", _scene.Fails("Registry.Manifest.Invalid").Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Indexes_of_indexes_are_followed_so_far_and_no_further()
    {
        (string MediaType, byte[] Content) next = Registry.Manifests["app/manifests/latest"];
        for (int i = 0; i < 8; i++)
        {
            byte[] index = Bytes($$"""{"schemaVersion":2,"mediaType":"{{MediaTypes.Index}}","manifests":[{{FakeImage.Describe(next.MediaType, next.Content, ""","platform":{"os":"linux","architecture":"amd64"}""")}}]}""");
            Registry.Manifests[$"app/manifests/{FakeImage.DigestOf(index)}"] = next = (MediaTypes.Index, index);
        }

        Registry.Manifests["app/manifests/latest"] = next;
        _scene.Fails("Image.Manifest.TooDeep");
    }

    [Fact]
    public void An_index_that_leads_back_to_itself_is_none()
    {
        string own = "sha256:" + new string('a', 64);
        byte[] index = Bytes($$$"""{"schemaVersion":2,"mediaType":"{{{MediaTypes.Index}}}","manifests":[{"mediaType":"{{{MediaTypes.Index}}}","digest":"{{{own}}}","size":1,"platform":{"os":"linux","architecture":"amd64"}}]}""");
        Registry.Instead = request => request.IsManifest ? new FakeAnswer(200, index) { Headers = { ["Content-Type"] = MediaTypes.Index } } : null;
        _scene.Fails("Registry.Digest");
    }

    [Theory]
    [InlineData("text/html", "<html>", "Registry.Manifest.Invalid")]
    [InlineData("application/vnd.oci.image.manifest.v1+json", "{}", "Image.Manifest.Invalid")]
    [InlineData("application/vnd.oci.image.manifest.v1+json", "{\"schemaVersion\":2,", "Registry.Manifest.Invalid")]
    [InlineData("application/vnd.docker.distribution.manifest.v1+prettyjws", "{\"schemaVersion\":1}", "Registry.MediaType")]
    [InlineData("application/vnd.oci.image.manifest.v1+json", "{\"mediaType\":\"application/vnd.oci.image.index.v1+json\",\"manifests\":[]}", "Registry.Manifest.Invalid")]
    [InlineData("application/vnd.oci.image.index.v1+json", "{\"schemaVersion\":2,\"manifests\":[]}", "Image.Platform.NotFound")]
    public void What_is_no_manifest_is_not_taken_for_one(string mediaType, string content, string errorId)
    {
        Registry.Instead = request => request.IsManifest ? new FakeAnswer(200, content) { Headers = { ["Content-Type"] = mediaType } } : null;
        _scene.Fails(errorId);
    }

    [Theory]
    [InlineData(MediaTypes.LayerGzip, "application/vnd.example+gzip")]
    [InlineData(MediaTypes.Configuration, "application/vnd.cncf.helm.config.v1+json")]
    public void What_an_image_is_not_made_of_is_not_fetched(string part, string other)
    {
        string text = System.Text.Encoding.UTF8.GetString(_image.Manifest).Replace(part, other, StringComparison.Ordinal);
        Registry.Manifests["app/manifests/latest"] = (MediaTypes.Manifest, Bytes(text));
        _scene.Fails("Registry.MediaType");
        Assert.DoesNotContain(Registry.Requests, static request => request.IsBlob);
    }

    [Fact]
    public void A_digest_that_the_registry_does_not_keep_is_told()
    {
        Registry.Instead = request => request.IsManifest ? new FakeAnswer(200, _image.Manifest)
        {
            Headers = { ["Content-Type"] = MediaTypes.Manifest, ["Docker-Content-Digest"] = "sha256:" + new string('b', 64) },
        } : null;
        _scene.Fails("Registry.Digest");
        Registry.Instead = static request => request.IsManifest ? new FakeAnswer(200, "{}") { Headers = { ["Content-Type"] = MediaTypes.Manifest } } : null;
        _scene.Fails("Registry.Digest", $"app@{_image.Digest}");
    }

    private static byte[] Bytes(string text) => System.Text.Encoding.UTF8.GetBytes(text);
}
