using PSContainer.Errors;
using PSContainer.Images;
using PSContainer.Images.Registry;
using PSContainer.Tests.Layers;

namespace PSContainer.Tests.Images.Registry;

/// <summary>A fake registry, a store of the test's own, and what is pulled from one into the other.</summary>
internal sealed class PullScene : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("pscontainer-pull-").FullName;

    public PullScene(FakeRegistry? registry = null)
    {
        Registry = registry ?? new FakeRegistry();
        Store = new ImageStore($"{_folder}/store");
        Unpacker = new LayerUnpacker(Store, LayerScene.Launcher, LayerOwners.OfCaller());
        Options = new RegistryOptions
        {
            AllowInsecure = true, RetryDelay = TimeSpan.FromMilliseconds(1), StallTimeout = TimeSpan.FromSeconds(20), Log = Log.Enqueue,
            Environment = new RegistryEnvironment { Home = $"{_folder}/home" },
        };
    }

    public FakeRegistry Registry { get; }

    public ImageStore Store { get; }

    public LayerUnpacker Unpacker { get; }

    public RegistryOptions Options { get; set; }

    public System.Collections.Concurrent.ConcurrentQueue<string> Log { get; } = new();

    public string Folder => _folder;

    public ContainerImage Pull(string name = "app", ImagePullPolicy policy = ImagePullPolicy.Always, string? platform = "linux/amd64") =>
        PullUntil(TestContext.Current.CancellationToken, name, policy, platform);

    public ContainerImage PullUntil(CancellationToken cancel, string name = "app", ImagePullPolicy policy = ImagePullPolicy.Always, string? platform = "linux/amd64") =>
        new ImagePuller(Store, Options, Unpacker).GetAsync(
            ImageReference.Parse(name, Registry.Host), policy, platform is null ? null : Platform.Parse(platform), new TransferProgress(), cancel).GetAwaiter().GetResult();

    /// <summary>The pull fails, and leaves the store as it was.</summary>
    public ContainerException Fails(string errorId, string name = "app")
    {
        var error = Assert.Throws<ContainerException>(() => Pull(name));
        Assert.True(error.ErrorId == errorId, $"{error.ErrorId}: {error.Message}");
        AssertSound();
        Assert.Empty(Store.Images());
        return error;
    }

    /// <summary>Every blob that has a name is what its name says, every image is whole, and no layer is half unpacked.</summary>
    /// <param name="wasKilled">Whether one who unpacked was killed: what it left, the next removes.</param>
    public void AssertSound(bool wasKilled = false)
    {
        foreach (string file in Directory.Exists(Store.Folders.Blobs) ? Directory.GetFiles(Store.Folders.Blobs, "*", SearchOption.AllDirectories) : [])
            Assert.Equal($"sha256:{Path.GetFileName(file)}", FakeImage.DigestOf(TestFolder.Read(file)));
        foreach (ContainerImage image in Store.Images())
        {
            Assert.Null(image.Problem);
            Assert.All(image.Blobs(), blob => Assert.True(Store.Contains(blob)));
            Assert.True(image.Platform.Fit(Platform.Current) == 0 || Unpacker.Find(image.Layers) is not null, "It is not unpacked.");
        }

        Assert.Empty(Directory.Exists(Store.Folders.Layers) && !wasKilled ? Directory.GetDirectories(Store.Folders.Layers, ".new-*", SearchOption.AllDirectories) : []);
    }

    /// <summary>What interrupted downloads have left.</summary>
    public IEnumerable<FileInfo> Partials => new DirectoryInfo(Store.Folders.Partial) is { Exists: true } folder ? folder.GetFiles() : [];

    public void Dispose()
    {
        Registry.Dispose();
        TestFolder.Remove(_folder);
    }
}
