using PSContainer.Tests.Engine;

namespace PSContainer.Tests.Images.Registry;

/// <summary>What ends a pull from outside: the next goes on, and nothing half-done is seen.</summary>
public sealed class InterruptedPullTests : IDisposable
{
    private const string FullDisk = "mount -t tmpfs -o size=1m,mode=700 tmpfs \"$PSCONTAINER_STORE\" && exec \"$@\"";

    private readonly PullScene _scene = new();
    private readonly FakeImage _image = FakeImage.Make(layers: 3, size: 500_000);

    public InterruptedPullTests() => _scene.Registry.Add("app", "latest", _image);

    public void Dispose() => _scene.Dispose();

    [Fact]
    public void A_pull_that_was_killed_is_gone_on_with()
    {
        string second = FakeImage.DigestOf(_image.Layers[1]);
        _scene.Registry.Instead = request => request.Path.EndsWith(second, StringComparison.Ordinal) && request.Offset == 0
            ? new FakeAnswer(200, _image.Layers[1]) { StallAfter = 7000 } : null;
        using (EngineProcess process = EngineProcess.Start($"Request-ContainerImage {_scene.Registry.Host}/app -AllowInsecure -OperationTimeoutSeconds 600", Options()))
        {
            Assert.True(SpinWait.SpinUntil(() => _scene.Partials.Any(file => file.Name.EndsWith(second[7..], StringComparison.Ordinal) && file.Length == 7000)
                && _scene.Store.Contains(LayerBlob(2)), TimeSpan.FromMinutes(3)));
            process.Kill();
        }

        Assert.Empty(_scene.Store.Images());
        _scene.AssertSound(wasKilled: true);
        Assert.Equal(_image.Digest, _scene.Pull().Digest);
        Assert.Equal([0, 7000], Offsets(second));
        Assert.Equal([0], Offsets(FakeImage.DigestOf(_image.Layers[2])));
        Assert.Empty(_scene.Partials);
        _scene.AssertSound();
    }

    [Fact]
    public void A_full_disk_is_told_and_not_kept_full()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "needs root, to mount a small disk");
        Directory.CreateDirectory(_scene.Store.Path);
        EngineProcessResult result = EngineProcess.Run(
            $"""
            Request-ContainerImage {_scene.Registry.Host}/app -AllowInsecure -ErrorAction SilentlyContinue -ErrorVariable problem
            "$($problem.FullyQualifiedErrorId)"
            "images: $([IO.File]::ReadAllText("$env:PSCONTAINER_STORE/index.json").Contains('digest'))"
            """,
            Options() with { Prefix = ["unshare", "--mount", "--propagation", "private", "--", "sh", "-c", FullDisk, "sh"] });
        // Whichever is first to find it full: what writes the blob, or what unpacks it.
        Assert.Matches("^(Image.Store|Layer.Write).ENOSPC,PSContainer.Commands.RequestContainerImageCommand\nimages: False\n$", result.Output);
    }

    private IEnumerable<int> Offsets(string digest) =>
        _scene.Registry.Requests.Where(request => request.Path.EndsWith(digest, StringComparison.Ordinal)).Select(static request => request.Offset);

    private PSContainer.Images.Descriptor LayerBlob(int index) => new()
    {
        MediaType = PSContainer.Images.MediaTypes.LayerGzip, Digest = PSContainer.Images.Digest.Of(_image.Layers[index]), Size = _image.Layers[index].Length,
    };

    private EngineProcessOptions Options() => new() { Environment = new Dictionary<string, string?> { ["PSCONTAINER_STORE"] = _scene.Store.Path } };
}
