using System.Diagnostics;
using PSContainer.Errors;
using PSContainer.Images;

namespace PSContainer.Tests.Images.Registry;

/// <summary>Registries that are broken or hostile: each is told in words, and the store stays as it was.</summary>
public sealed class HostileRegistryTests : IDisposable
{
    private readonly PullScene _scene = new();
    private readonly FakeImage _image = FakeImage.Make(layers: 3, size: 200_000);

    public HostileRegistryTests() => Registry.Add("app", "latest", _image);

    private FakeRegistry Registry => _scene.Registry;

    private string FirstLayer => FakeImage.DigestOf(_image.Layers[0]);

    public void Dispose() => _scene.Dispose();

    [Fact]
    public void A_blob_with_another_content_is_refused()
    {
        Registry.Blobs[FirstLayer] = Changed(_image.Layers[0]);
        _scene.Fails("Image.Blob.DigestMismatch");
        Assert.DoesNotContain(_scene.Partials, file => file.Name.EndsWith(FirstLayer[7..], StringComparison.Ordinal));
    }

    [Fact]
    public void A_blob_that_is_shorter_is_refused()
    {
        Registry.Blobs[FirstLayer] = _image.Layers[0][..^1];
        _scene.Fails("Registry.Blob.Cut");
    }

    [Fact]
    public void A_blob_that_is_longer_is_refused()
    {
        Registry.Blobs[FirstLayer] = [.. _image.Layers[0], 0];
        _scene.Fails("Image.Blob.SizeMismatch");
    }

    [Fact]
    public void A_blob_without_end_is_ended()
    {
        Registry.Instead = request => request.Path.EndsWith(FirstLayer, StringComparison.Ordinal)
            ? new FakeAnswer(200, _image.Layers[0]) { IsEndless = true } : null;
        _scene.Fails("Image.Blob.SizeMismatch");
    }

    [Fact]
    public void A_connection_that_is_cut_is_gone_on_with_from_there()
    {
        int cuts = 0;
        Registry.Instead = request => request.IsBlob && Interlocked.Increment(ref cuts) % 2 == 1 && Part(request) is { Body.Length: > 10 } part
            ? part with { CutAfter = part.Body.Length / 2 } : null;
        Assert.Equal(_image.Digest, _scene.Pull().Digest);
        _scene.AssertSound();
        Assert.Contains(Registry.Requests, static request => request.Offset > 0);
    }

    [Fact]
    public void What_goes_on_with_another_content_is_begun_anew()
    {
        Registry.Instead = request => !request.Path.EndsWith(FirstLayer, StringComparison.Ordinal) ? null
            : request.Offset == 0 && Asked(FirstLayer) == 1 ? new FakeAnswer(200, _image.Layers[0]) { CutAfter = 1000 }
            : request.Offset > 0 ? FakeRegistry.Part(Changed(_image.Layers[0]), request.Offset) : null;
        Assert.Equal(_image.Digest, _scene.Pull().Digest);
        Assert.Equal([0, 1000, 0], Registry.Requests.Where(request => request.Path.EndsWith(FirstLayer, StringComparison.Ordinal)).Select(static request => request.Offset));
        _scene.AssertSound();
    }

    [Fact]
    public void A_registry_that_sends_all_where_a_part_is_asked_for_is_understood()
    {
        Registry.Instead = request => !request.Path.EndsWith(FirstLayer, StringComparison.Ordinal) ? null
            : request.Offset == 0 ? new FakeAnswer(200, _image.Layers[0]) { CutAfter = 1000 } : new FakeAnswer(200, _image.Layers[0]);
        Assert.Equal(_image.Digest, _scene.Pull().Digest);
        _scene.AssertSound();
    }

    [Theory]
    [InlineData(416, null)]
    [InlineData(206, "bytes 5-9/10")]
    [InlineData(206, "nonsense")]
    public void A_part_that_was_not_asked_for_is_not_taken(int status, string? range)
    {
        Registry.Instead = request => !request.Path.EndsWith(FirstLayer, StringComparison.Ordinal) ? null
            : request.Offset == 0 && Asked(FirstLayer) == 1 ? new FakeAnswer(200, _image.Layers[0]) { CutAfter = 1000 }
            : request.Offset == 0 ? null
            : range is null ? new FakeAnswer(status) : new FakeAnswer(status, "56789") { Headers = { ["Content-Range"] = range } };
        Assert.Equal(_image.Digest, _scene.Pull().Digest);
        _scene.AssertSound();
    }

    [Fact]
    public void A_blob_that_is_not_there_is_told()
    {
        Registry.Blobs.TryRemove(FirstLayer, out _);
        _scene.Fails("Registry.Blob.NotFound");
    }

    [Fact]
    public void What_arrived_before_a_failure_is_not_transferred_again()
    {
        string last = FakeImage.DigestOf(_image.Layers[2]);
        Registry.Instead = request => request.Path.EndsWith(last, StringComparison.Ordinal) ? new FakeAnswer(404) : null;
        _scene.Options = _scene.Options with { ParallelLayers = 1 };
        _scene.Fails("Registry.Blob.NotFound");
        Registry.Instead = static _ => null;
        _scene.Pull();
        Assert.Equal(1, Asked(FirstLayer));
        Assert.Equal(1, Asked(FakeImage.DigestOf(_image.Layers[1])));
        Assert.Empty(_scene.Partials);
        _scene.AssertSound();
    }

    [Fact]
    public void Errors_of_the_servers_pass_or_are_told()
    {
        int failures = 0;
        Registry.Instead = request => request.IsManifest && failures++ < 3 ? new FakeAnswer(503) : null;
        _scene.Pull();
        using var other = new PullScene();
        other.Registry.Instead = static _ => new FakeAnswer(500, """{"errors":[{"code":"X","message":"broken \u001b[31m disk"}]}""");
        string message = other.Fails("Registry.Status.500").Message;
        Assert.Contains("disk", message, StringComparison.Ordinal);
        Assert.DoesNotContain('\e', message);
    }

    [Fact]
    public void A_wait_that_is_asked_for_is_kept_and_one_that_is_too_long_is_told()
    {
        int refusals = 0;
        Registry.Instead = request => request.IsManifest && refusals++ == 0 ? TooMany("1") : null;
        var clock = Stopwatch.StartNew();
        _scene.Pull();
        Assert.True(clock.Elapsed >= TimeSpan.FromSeconds(1), clock.Elapsed.ToString());
        using var other = new PullScene();
        other.Registry.Instead = static _ => TooMany("86400");
        Assert.Contains("86400", other.Fails("Registry.TooManyRequests").Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_registry_that_hangs_is_not_waited_for_for_ever()
    {
        _scene.Options = _scene.Options with { StallTimeout = TimeSpan.FromMilliseconds(300) };
        Registry.Instead = static request => request.IsManifest ? new FakeAnswer(200) { Hangs = true } : null;
        Assert.Equal(ErrorKind.TimedOut, _scene.Fails("Registry.Stalled").Kind);
    }

    [Fact]
    public void A_transfer_that_stalls_is_gone_on_with()
    {
        _scene.Options = _scene.Options with { StallTimeout = TimeSpan.FromMilliseconds(500) };
        Registry.Instead = request => request.Path.EndsWith(FirstLayer, StringComparison.Ordinal) && request.Offset == 0
            ? new FakeAnswer(200, _image.Layers[0]) { StallAfter = 5000 } : null;
        _scene.Pull();
        Assert.Contains(Registry.Requests, static request => request.Offset == 5000);
        _scene.AssertSound();
    }

    [Fact]
    public async Task A_pull_that_is_stopped_ends_at_once_and_is_gone_on_with()
    {
        using var stop = new CancellationTokenSource();
        Registry.Instead = request => request.Path.EndsWith(FirstLayer, StringComparison.Ordinal) && request.Offset == 0
            ? new FakeAnswer(200, _image.Layers[0]) { StallAfter = 5000 } : null;
        Task<ContainerImage> pull = Task.Run(() => _scene.PullUntil(stop.Token), TestContext.Current.CancellationToken);
        Assert.True(SpinWait.SpinUntil(() => _scene.Partials.Any(static file => file is { Exists: true, Length: 5000 }) || pull.IsCompleted, TimeSpan.FromSeconds(120)));
        var clock = Stopwatch.StartNew();
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => pull);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(20), clock.Elapsed.ToString());
        Assert.Empty(_scene.Store.Images());
        _scene.AssertSound();
        _scene.Pull();
        Assert.Contains(Registry.Requests, static request => request.Offset == 5000);
    }

    [Theory]
    [InlineData("file:///etc/passwd")]
    [InlineData("ftp://localhost/x")]
    [InlineData("http://registry.invalid/x")]
    [InlineData("/v2/app/manifests/latest")]
    [InlineData(null)]
    public void A_redirect_to_where_nobody_goes_is_refused(string? location)
    {
        Registry.Instead = request => request.IsManifest
            ? new FakeAnswer(307) { Headers = location is null ? [] : new() { ["Location"] = location } } : null;
        _scene.Fails("Registry.Redirect");
    }

    [Fact]
    public void A_redirect_to_another_server_is_followed_without_credentials()
    {
        using var other = new FakeRegistry();
        other.Add("app", "latest", _image);
        Registry.Instead = request => request.Authorization is null ? new FakeAnswer(401) { Headers = { ["WWW-Authenticate"] = "Basic realm=\"x\"" } }
            : request.IsBlob ? new FakeAnswer(302) { Headers = { ["Location"] = $"http://{other.Host}{request.Path}" } } : null;
        _scene.Options = _scene.Options with { Credential = new("user", "secret") };
        _scene.Pull();
        Assert.Equal(4, other.Requests.Count);
        Assert.All(other.Requests, static request => Assert.Null(request.Authorization));
    }

    private FakeAnswer? Part(FakeRequest request) =>
        Registry.Blobs.TryGetValue(request.Path[(request.Path.LastIndexOf('/') + 1)..], out byte[]? blob) ? FakeRegistry.Part(blob, request.Offset) : null;

    private int Asked(string digest) => Registry.Requests.Count(request => request.Path.EndsWith(digest, StringComparison.Ordinal));

    private static FakeAnswer TooMany(string after) => new(429) { Headers = { ["Retry-After"] = after } };

    private static byte[] Changed(byte[] content)
    {
        byte[] other = [.. content];
        other[^1] ^= 1;
        return other;
    }
}
