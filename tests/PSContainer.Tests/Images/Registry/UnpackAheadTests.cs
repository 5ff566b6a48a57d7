using PSContainer.Images;
using PSContainer.Tests.Layers;

namespace PSContainer.Tests.Images.Registry;

/// <summary>Layers are unpacked while they are downloaded, and what is half there is never seen.</summary>
public sealed class UnpackAheadTests : IDisposable
{
    private readonly PullScene _scene = new();

    private FakeRegistry Registry => _scene.Registry;

    public void Dispose() => _scene.Dispose();

    [Fact]
    public async Task A_layer_is_unpacked_before_all_of_it_is_there()
    {
        FakeImage image = FakeImage.Make(size: 600_000);
        Registry.Add("app", "latest", image);
        Registry.Instead = request => request.Path.EndsWith(FakeImage.DigestOf(image.Layers[0]), StringComparison.Ordinal) && request.Offset == 0
            ? new FakeAnswer(200, image.Layers[0]) { StallAfter = 500_000 } : null;
        using var stop = new CancellationTokenSource();
        Task<ContainerImage> pull = Task.Run(() => _scene.PullUntil(stop.Token), TestContext.Current.CancellationToken);
        Assert.True(SpinWait.SpinUntil(() => Drafts().Any(static file => file is { Name: "file-0", Exists: true, Length: > 100_000 }), TimeSpan.FromSeconds(120)));
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => pull);
        _scene.AssertSound();
        Assert.Equal(image.Digest, _scene.Pull().Digest);
        Assert.Equal(600_000, Assert.Single(Drafts(), static file => file.Name == "file-0").Length);
        _scene.AssertSound();
    }

    [Fact]
    public void A_layer_that_takes_those_below_is_unpacked_on_the_way()
    {
        Registry.Add("app", "latest", FakeImage.Of(
        [
            new TarBuilder().Folder("a/", mode: 0x1C8).File("a/one", "content").ToArray(), new TarBuilder().File("b", "other").ToArray(),
            new TarBuilder().HardLink("two", "a/one").File("a/three", "third").ToArray(),
        ]));
        ContainerImage image = _scene.Pull();
        _scene.AssertSound();
        string top = _scene.Unpacker.Find(image.Layers)![2].Path;
        Assert.Equal("content", File.ReadAllText($"{top}/two"));
        Assert.Equal((UnixFileMode)0x1C8, File.GetUnixFileMode($"{top}/a"));
    }

    [Fact]
    public void A_blob_that_is_there_twice_is_unpacked_as_often_as_it_is_needed()
    {
        byte[] archive = new TarBuilder().File("a", "content").ToArray();
        Registry.Add("app", "latest", FakeImage.Of([archive, new TarBuilder().File("b", "other").ToArray(), archive]));
        Assert.Equal(3, _scene.Unpacker.Find(_scene.Pull().Layers)!.Count);
        _scene.AssertSound();
    }

    [Fact]
    public void A_layer_that_is_not_what_the_image_says_is_refused_and_the_image_with_it()
    {
        byte[] archive = new TarBuilder().File("a", "content").ToArray();
        Registry.Add("app", "latest", FakeImage.Of([archive], says: [new TarBuilder().File("a", "another").ToArray()]));
        _scene.Fails("Layer.DiffIdMismatch");
    }

    [Fact]
    public void A_hostile_layer_is_refused_and_the_image_with_it()
    {
        Registry.Add("app", "latest", FakeImage.Of([new TarBuilder().File("../outside", "content").ToArray()]));
        _scene.Fails("Layer.Entry.PathOutside");
    }

    [Fact]
    public void Of_a_blob_that_changed_on_its_way_the_blob_is_blamed()
    {
        FakeImage image = FakeImage.Make(size: 300_000);
        Registry.Add("app", "latest", image);
        byte[] damaged = [.. image.Layers[0]];
        damaged[20_000] ^= 1;
        Registry.Blobs[FakeImage.DigestOf(image.Layers[0])] = damaged;
        _scene.Fails("Image.Blob.DigestMismatch");
    }

    private IEnumerable<FileInfo> Drafts() =>
        new DirectoryInfo(_scene.Store.Folders.Layers) is { Exists: true } folder ? folder.EnumerateFiles("*", new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true, AttributesToSkip = 0 }) : [];
}
