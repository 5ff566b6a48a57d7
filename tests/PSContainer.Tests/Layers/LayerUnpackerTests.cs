using PSContainer.Images;
using PSContainer.Layers;
using PSContainer.Protocol;

namespace PSContainer.Tests.Layers;

/// <summary>Layers in the store: each once, whole or not at all, whoever else is at work and whatever ended the one before.</summary>
public sealed class LayerUnpackerTests
{
    [Fact]
    public void A_layer_is_unpacked_once_for_all_images()
    {
        using var scene = new LayerScene();
        byte[] shared = new TarBuilder().Folder("d/").File("d/f", "shared").ToArray();
        string first = scene.Unpacker.Unpack(scene.Hold, scene.Image(shared))[0].Path;
        IReadOnlyList<UnpackedLayer> second = scene.Unpacker.Unpack(scene.Hold, scene.Image(shared, new TarBuilder().Folder("e/").ToArray()));
        Assert.Equal(first, second[0].Path);
        Assert.Equal([scene.Owners.Key, scene.Owners.Key], scene.Folders());
    }

    [Fact]
    public void Each_compression_gives_the_same()
    {
        using var scene = new LayerScene();
        byte[] one = new TarBuilder().File("a", new string('a', 5000)).WithoutEnd(), two = new TarBuilder().File("b", "b").ToArray();
        byte[] archive = [.. one, .. two];
        foreach ((string type, byte[] blob) in ((string, byte[])[])[
            (MediaTypes.Layer, archive), (MediaTypes.LayerGzip, LayerScene.Gzip(archive)), (MediaTypes.DockerLayerGzip, [.. LayerScene.Gzip(one), .. LayerScene.Gzip(two)]),
            (MediaTypes.LayerZstd, LayerScene.Zstd(archive)), (MediaTypes.LayerZstd, [.. LayerScene.Zstd(one), .. LayerScene.Zstd(two)])])
        {
            using var own = new LayerScene();
            UnpackedLayer layer = Assert.Single(own.Unpacker.Unpack(own.Hold, own.Image((type, blob, archive))));
            Assert.Equal((5000, "b"), (File.ReadAllText($"{layer.Path}/a").Length, File.ReadAllText($"{layer.Path}/b")));
        }
    }

    [Fact]
    public async Task Two_at_once_share_the_work()
    {
        using var scene = new LayerScene();
        IReadOnlyList<ImageLayer> layers = scene.Image([.. Enumerable.Range(0, 6).Select(static i => new TarBuilder().Folder("d/").File($"d/{i}", new string('x', 100_000)).ToArray())]);
        LayerUnpacker[] unpackers = [.. Enumerable.Range(0, 4).Select(_ => new LayerUnpacker(scene.Store, LayerScene.Launcher, scene.Owners))];
        IReadOnlyList<UnpackedLayer>[] all = await Task.WhenAll(unpackers.Select(one => Task.Run(() => one.Unpack(scene.Hold, layers))));
        await Task.WhenAll(unpackers.Select(static one => one.Settled));
        Assert.All(all, one => Assert.Equal(all[0].Select(static layer => layer.Path), one.Select(static layer => layer.Path)));
        Assert.Equal(6, scene.Folders().Length);
    }

    [Fact]
    public void What_was_interrupted_is_removed_and_done_anew()
    {
        using var scene = new LayerScene();
        IReadOnlyList<ImageLayer> layers = scene.Image(new TarBuilder().File("x", "whole").ToArray());
        string home = scene.Store.Folders.Layer(Digest.Parse(layers[0].DiffId));
        Directory.CreateDirectory($"{home}/.new-1234/fs/deep");
        File.WriteAllText($"{home}/.new-1234/fs/x", "half");
        Directory.CreateDirectory($"{home}/{scene.Owners.Key}/fs");
        Assert.Null(scene.Unpacker.Find(layers));
        UnpackedLayer layer = Assert.Single(scene.Unpacker.Unpack(scene.Hold, layers));
        Assert.Equal("whole", File.ReadAllText($"{layer.Path}/x"));
        scene.Unpacker.Unpack(scene.Hold, scene.Image(new TarBuilder().File("x", "whole").ToArray()));
        Assert.DoesNotContain(scene.Folders(), static name => name.StartsWith(".new-1234", StringComparison.Ordinal));
    }

    [Fact]
    public void A_layer_of_another_boot_that_may_not_be_on_the_disk_does_not_count()
    {
        using var scene = new LayerScene();
        IReadOnlyList<ImageLayer> layers = scene.Image(new TarBuilder().File("x", "1").ToArray());
        UnpackedLayer layer = Assert.Single(scene.Unpacker.Unpack(scene.Hold, layers));
        scene.Unpacker.Settled.Wait();
        string folder = Path.GetDirectoryName(layer.Path)!;
        new LayerRecord { Facts = layer.Facts, Boot = Guid.NewGuid().ToString() }.Write(folder);
        Assert.Null(scene.Unpacker.Find(layers));
        LayerRecord.Settle([(folder, layer.Facts)]);
        Assert.NotNull(scene.Unpacker.Find(layers));
        File.WriteAllBytes($"{folder}/layer.json", new byte[100]);
        Assert.Null(scene.Unpacker.Find(layers));
        Assert.Single(scene.Unpacker.Unpack(scene.Hold, layers));
    }

    [Fact]
    public void A_layer_that_was_not_settled_is_settled_by_the_next()
    {
        using var scene = new LayerScene();
        IReadOnlyList<ImageLayer> layers = scene.Image(new TarBuilder().File("x", "1").ToArray());
        UnpackedLayer layer = Assert.Single(scene.Unpacker.Unpack(scene.Hold, layers));
        scene.Unpacker.Settled.Wait();
        new LayerRecord { Facts = layer.Facts, Boot = LayerRecord.ThisBoot }.Write(Path.GetDirectoryName(layer.Path)!);
        Assert.False(Assert.Single(scene.Unpacker.Find(layers)!).IsSettled);
        scene.Unpacker.Unpack(scene.Hold, layers);
        scene.Unpacker.Settled.Wait();
        Assert.True(Assert.Single(scene.Unpacker.Find(layers)!).IsSettled);
    }

    [Fact]
    public void A_layer_that_depends_on_those_below_is_kept_apart_for_each()
    {
        using var scene = new LayerScene();
        byte[] change = new TarBuilder().File("d/new", "n").HardLink("l", "d/f").ToArray();
        byte[] one = new TarBuilder().Folder("d/", 0x1C0).File("d/f", "one").ToArray(), two = new TarBuilder().Folder("d/", 0x1ED).File("d/f", "two").ToArray();
        string first = scene.Unpacker.Unpack(scene.Hold, scene.Image(one, change))[1].Path, second = scene.Unpacker.Unpack(scene.Hold, scene.Image(two, change))[1].Path;
        Assert.Equal(("one", "two"), (File.ReadAllText($"{first}/l"), File.ReadAllText($"{second}/l")));
        Assert.Equal((UnixFileMode)0x1C0, File.GetUnixFileMode($"{first}/d"));
        Assert.Equal((UnixFileMode)0x1ED, File.GetUnixFileMode($"{second}/d"));
    }

    [Fact]
    public void Stopping_leaves_nothing_half_done()
    {
        using var scene = new LayerScene();
        IReadOnlyList<ImageLayer> layers = scene.Image(new TarBuilder().Add("big", '0', new byte[32 << 20]).ToArray());
        using var stop = new CancellationTokenSource();
        var unpacker = new LayerUnpacker(scene.Store, LayerScene.Launcher, scene.Owners) { Progress = new StopAtOnce(stop) };
        Assert.ThrowsAny<OperationCanceledException>(() => unpacker.Unpack(scene.Hold, layers, stop.Token));
        Assert.Empty(scene.Folders());
        Assert.Single(scene.Unpacker.Unpack(scene.Hold, layers));
    }

    [Fact]
    public void Many_entries_take_little_memory()
    {
        using var scene = new LayerScene();
        var archive = new TarBuilder();
        for (int i = 0; i < 20_000; i++)
        {
            archive.File($"d/{i}", "");
        }

        UnpackedLayer layer = Assert.Single(scene.Unpacker.Unpack(scene.Hold, scene.Image(archive.ToArray())));
        Assert.Equal(20_000, layer.Facts.Entries);
        Assert.Equal(20_000, Directory.GetFiles($"{layer.Path}/d").Length);
    }

    [Fact]
    public void More_entries_than_allowed_are_refused()
    {
        using var scene = new LayerScene();
        string draft = Directory.CreateDirectory($"{scene.Path}/draft").FullName;
        using LayerProcess process = LayerProcess.Start(LayerScene.Launcher, new LayerRequest
        {
            Action = LayerAction.Unpack, Folder = draft, IdMap = scene.Owners.IdMap,
            Options = new UnpackOptions { IsLowest = true, UserAttributes = scene.Owners.UserAttributes, MaximumEntries = 2 },
        });
        process.TryWrite(new TarBuilder().File("a", "").File("b", "").File("c", "").ToArray());
        Assert.Equal("Layer.TooManyEntries", Assert.Throws<Errors.ContainerException>(process.Finish).ErrorId);
    }

    private sealed class StopAtOnce(CancellationTokenSource source) : IProgress<LayerProgress>
    {
        public void Report(LayerProgress value) => source.Cancel();
    }
}
