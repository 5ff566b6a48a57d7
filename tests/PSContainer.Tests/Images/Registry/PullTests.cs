using PSContainer.Errors;
using PSContainer.Images;

namespace PSContainer.Tests.Images.Registry;

/// <summary>What a pull brings into the store.</summary>
public sealed class PullTests : IDisposable
{
    private readonly PullScene _scene = new();

    private FakeRegistry Registry => _scene.Registry;

    public void Dispose() => _scene.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void An_image_is_in_the_store_whole(bool isDocker)
    {
        FakeImage made = FakeImage.Make(layers: 5, isDocker: isDocker);
        Registry.Add("app", "latest", made);
        ContainerImage image = _scene.Pull();
        Assert.Equal($"{Registry.Host}/app:latest", image.Name);
        Assert.Equal(made.Digest, image.Digest);
        Assert.Equal(5, image.Layers.Count);
        Assert.Empty(_scene.Partials);
        _scene.AssertSound();
    }

    [Fact]
    public void What_the_store_has_is_not_transferred_again()
    {
        Registry.Add("app", "1", FakeImage.Make(layers: 2));
        _scene.Pull("app:1");
        int before = Registry.Requests.Count(static request => request.IsBlob);
        _scene.Pull("app:1");
        Assert.Equal(3, before);
        Assert.Equal(before, Registry.Requests.Count(static request => request.IsBlob));
    }

    [Fact]
    public void A_digest_names_exactly_one_image()
    {
        FakeImage made = FakeImage.Make();
        Registry.Add("team/app", "1", made);
        ContainerImage image = _scene.Pull($"team/app@{made.Digest}");
        Assert.Equal($"{Registry.Host}/team/app@{made.Digest}", image.Name);
        Assert.Equal(made.Digest, image.Digest);
    }

    [Fact]
    public void Of_an_index_the_platforms_image_is_taken()
    {
        FakeImage here = FakeImage.Make(seed: 1), there = FakeImage.Make(seed: 2, architecture: "arm64");
        string index = AddIndex("app", "1", here, there);
        ContainerImage arm = _scene.Pull("app:1", platform: "linux/arm64");
        Assert.Equal(there.Digest, arm.Digest);
        Assert.False(Directory.Exists(_scene.Store.Folders.Layers) && Directory.EnumerateFileSystemEntries(_scene.Store.Folders.Layers).Any());
        Assert.Equal(index, arm.IndexDigest);
        Assert.Equal(here.Digest, _scene.Pull("app:1").Digest);
        Assert.Equal(here.Digest, _scene.Pull($"app@{index}").Digest);
    }

    [Fact]
    public void A_platform_that_there_is_not_is_told_with_those_that_there_are()
    {
        AddIndex("app", "latest", FakeImage.Make(), FakeImage.Make(architecture: "arm64"));
        var error = Assert.Throws<ContainerException>(() => _scene.Pull(platform: "linux/s390x"));
        Assert.Equal("Image.Platform.NotFound", error.ErrorId);
        Assert.Contains("linux/amd64, linux/arm64", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_tag_that_there_is_not_is_told_with_those_that_there_are()
    {
        Registry.Add("app", "1.0", FakeImage.Make());
        Registry.Add("app", "1.1", FakeImage.Make(seed: 2));
        string message = _scene.Fails("Registry.NotFound", "app:2").Message;
        Assert.Contains("1.0", message, StringComparison.Ordinal);
        Assert.Contains("1.1", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_mirror_is_asked_first_and_the_registry_where_that_fails()
    {
        FakeImage made = FakeImage.Make();
        using var mirror = new FakeRegistry();
        mirror.Add("cache/app", "1", made);
        Registry.Add("app", "2", made);
        _scene.Options = _scene.Options with { Mirrors = [$"{mirror.Host}/cache"] };
        Assert.Equal($"{Registry.Host}/app:1", _scene.Pull("app:1").Name);
        Assert.Empty(Registry.Requests);
        Assert.Equal(made.Digest, _scene.Pull("app:2").Digest);
        Assert.Contains(_scene.Log, static line => line.StartsWith("The mirror ", StringComparison.Ordinal));
    }

    [Fact]
    public void Policies_say_when_the_registry_is_asked()
    {
        FakeImage old = FakeImage.Make(seed: 1), young = FakeImage.Make(seed: 2);
        Registry.Add("app", "latest", old);
        Assert.Equal("Image.NotFound", Assert.Throws<ContainerException>(() => _scene.Pull(policy: ImagePullPolicy.Never)).ErrorId);
        Assert.Empty(Registry.Requests);
        Assert.Equal(old.Digest, _scene.Pull(policy: ImagePullPolicy.Missing).Digest);
        Registry.Add("app", "latest", young);
        int before = Registry.Requests.Count;
        Assert.Equal(old.Digest, _scene.Pull(policy: ImagePullPolicy.Missing).Digest);
        Assert.Equal(old.Digest, _scene.Pull(policy: ImagePullPolicy.Never).Digest);
        Assert.Equal(before, Registry.Requests.Count);
        Assert.Equal(young.Digest, _scene.Pull(policy: ImagePullPolicy.Newer).Digest);
        int manifests = Registry.Requests.Count(static request => request is { IsManifest: true, Method: "GET" });
        Assert.Equal(young.Digest, _scene.Pull(policy: ImagePullPolicy.Newer).Digest);
        Assert.Equal(manifests, Registry.Requests.Count(static request => request is { IsManifest: true, Method: "GET" }));
        Registry.Instead = static _ => new FakeAnswer(500);
        Assert.Equal(young.Digest, _scene.Pull(policy: ImagePullPolicy.Newer).Digest);
    }

    [Fact]
    public void Many_that_pull_the_same_at_once_transfer_it_once()
    {
        FakeImage made = FakeImage.Make(layers: 4, size: 300_000);
        Registry.Add("app", "latest", made);
        Parallel.For(0, 6, _ => Assert.Equal(made.Digest, _scene.Pull().Digest));
        Assert.Equal(5, Registry.Requests.Count(static request => request.IsBlob));
        _scene.AssertSound();
        Assert.Empty(_scene.Partials);
    }

    private string AddIndex(string repository, string tag, params FakeImage[] images)
    {
        foreach (FakeImage image in images)
            Registry.Add(repository, image.Digest, image);
        string[] architectures = ["amd64", "arm64"];
        string list = string.Join(',', images.Select((image, i) =>
            FakeImage.Describe(image.MediaType, image.Manifest, $$$""","platform":{"os":"linux","architecture":"{{{architectures[i]}}}"}""")));
        byte[] index = System.Text.Encoding.UTF8.GetBytes($$"""{"schemaVersion":2,"mediaType":"{{MediaTypes.Index}}","manifests":[{{list}}]}""");
        string digest = FakeImage.DigestOf(index);
        Registry.Manifests[$"{repository}/manifests/{tag}"] = Registry.Manifests[$"{repository}/manifests/{digest}"] = (MediaTypes.Index, index);
        return digest;
    }
}
