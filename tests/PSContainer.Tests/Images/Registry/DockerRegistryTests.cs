using PSContainer.Errors;
using PSContainer.Images;
using PSContainer.Images.Registry;

namespace PSContainer.Tests.Images.Registry;

/// <summary>Pull and push with a registry that people use, and skopeo at the other end.</summary>
public sealed class DockerRegistryTests : IDisposable
{
    private readonly PullScene _scene = new();

    public void Dispose() => _scene.Dispose();

    [Theory]
    [InlineData("--format=oci")]
    [InlineData("--format=v2s2")]
    [InlineData("--dest-compress-format=zstd")]
    public void What_skopeo_pushed_is_pulled(string option)
    {
        using var registry = new DockerRegistry();
        FakeImage made = FakeImage.Make(layers: 5, size: 100_000);
        registry.Fill("team/app:1", made, option);
        ContainerImage image = _scene.Pull($"{registry.Host}/team/app:1");
        Assert.Equal(FakeImage.DigestOf(made.Configuration)[7..], image.Id);
        _scene.AssertSound();
        Assert.Contains("Registry.NotFound", Assert.Throws<ContainerException>(() => _scene.Pull($"{registry.Host}/team/app:2")).ErrorId, StringComparison.Ordinal);
    }

    [Fact]
    public void With_TLS_and_a_password_both_are_needed()
    {
        using var authority = new TestAuthority();
        using var registry = new DockerRegistry(authority.Certify("localhost"));
        registry.Fill("app:1", FakeImage.Make());
        Assert.Equal("Registry.Certificate", Pull(registry).ErrorId);
        File.WriteAllText($"{_scene.Folder}/ca.crt", authority.Pem);
        _scene.Options = _scene.Options with { CertificateAuthority = $"{_scene.Folder}/ca.crt" };
        Assert.Equal("Registry.Unauthorized", Pull(registry).ErrorId);
        _scene.Options = _scene.Options with { Credential = new(DockerRegistry.User, "wrong") };
        Assert.Equal("Registry.Unauthorized", Pull(registry).ErrorId);
        _scene.Options = _scene.Options with { Credential = new(DockerRegistry.User, DockerRegistry.Password) };
        ContainerImage image = _scene.Pull($"{registry.Host}/app:1");
        Push(image, $"{registry.Host}/other:1");
        Assert.Equal(image.Digest, _scene.Pull($"{registry.Host}/other:1").Digest);
    }

    [Fact]
    public void What_was_pushed_skopeo_reads()
    {
        using var registry = new DockerRegistry();
        FakeImage made = FakeImage.Make(layers: 3, size: 100_000);
        ContainerImage image = Load(made);
        Push(image, $"{registry.Host}/team/app:1");
        Assert.Contains(made.Digest, DockerRegistry.Skopeo("inspect", "--tls-verify=false", $"docker://{registry.Host}/team/app:1"), StringComparison.Ordinal);
        DockerRegistry.Skopeo("copy", "--src-tls-verify=false", $"docker://{registry.Host}/team/app:1", $"oci:{_scene.Folder}/back:1");
        Assert.All(made.Blobs, blob => Assert.True(File.Exists($"{_scene.Folder}/back/blobs/sha256/{FakeImage.DigestOf(blob)[7..]}")));
    }

    [Fact]
    public void A_blob_that_the_registry_has_is_not_sent()
    {
        using var registry = new DockerRegistry();
        ContainerImage image = Load(FakeImage.Make(layers: 3));
        Push(image, $"{registry.Host}/app:1");
        Assert.Equal(4, Uploads(registry));
        Push(image, $"{registry.Host}/app:2");
        Assert.Equal(4, Uploads(registry));
    }

    [Fact]
    public void A_blob_that_the_registry_has_elsewhere_is_mounted_from_there()
    {
        using var registry = new DockerRegistry();
        ContainerImage image = Load(FakeImage.Make(layers: 3));
        Push(image, $"{registry.Host}/one:1");
        ContainerImage there = _scene.Pull($"{registry.Host}/one:1");
        Push(there, $"{registry.Host}/two:1");
        Assert.Equal(4, Uploads(registry));
        Assert.Equal(image.Digest, _scene.Pull($"{registry.Host}/two:1").Digest);
    }

    [Fact]
    public void A_large_blob_is_sent_in_parts()
    {
        using var registry = new DockerRegistry();
        FakeImage made = FakeImage.Make(size: 70 << 20);
        Push(Load(made), $"{registry.Host}/app:1");
        Assert.Contains("http.request.method=PATCH", registry.Log, StringComparison.Ordinal);
        DockerRegistry.Skopeo("copy", "--src-tls-verify=false", $"docker://{registry.Host}/app:1", $"oci:{_scene.Folder}/back:1");
    }

    private static int Uploads(DockerRegistry registry) => registry.Log.Split('\n').Count(static line =>
        line.Contains("response completed", StringComparison.Ordinal)
        && line.Contains("http.request.method=PUT", StringComparison.Ordinal) && line.Contains("/blobs/uploads/", StringComparison.Ordinal));

    private ContainerException Pull(DockerRegistry registry) => Assert.Throws<ContainerException>(() => _scene.Pull($"{registry.Host}/app:1"));

    private void Push(ContainerImage image, string destination) => new ImagePusher(_scene.Options)
        .PushAsync(image, ImageReference.Parse(destination), new TransferProgress(), TestContext.Current.CancellationToken).GetAwaiter().GetResult();

    private ContainerImage Load(FakeImage image)
    {
        _scene.Registry.Add("made", "latest", image);
        return _scene.Pull("made");
    }
}
