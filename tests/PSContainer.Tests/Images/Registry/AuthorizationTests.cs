using System.Text;
using PSContainer.Images.Registry;

namespace PSContainer.Tests.Images.Registry;

/// <summary>How a registry is told who asks, and who is not told.</summary>
public sealed class AuthorizationTests : IDisposable
{
    private readonly PullScene _scene = new();
    private readonly FakeRegistry _tokens = new();
    private int _issued;

    public AuthorizationTests() => Registry.Add("app", "latest", FakeImage.Make(layers: 3));

    private FakeRegistry Registry => _scene.Registry;

    public void Dispose()
    {
        _tokens.Dispose();
        _scene.Dispose();
    }

    [Fact]
    public void Basic_authentication_uses_what_was_given()
    {
        Registry.Instead = request => request.Authorization == Basic("user", "pa:ss") ? null : Challenge("Basic realm=\"x\"");
        _scene.Options = _scene.Options with { Credential = new("user", "pa:ss") };
        _scene.Pull();
        // The probe for TLS, and the first request: from then on it is known.
        Assert.Equal(1, Registry.Requests.Count(static request => request.Authorization is null));
    }

    [Fact]
    public void Nobody_is_told_who_asks_unasked()
    {
        _scene.Options = _scene.Options with { Credential = new("user", "secret") };
        _scene.Pull();
        Assert.All(Registry.Requests, static request => Assert.Null(request.Authorization));
    }

    [Fact]
    public void A_token_is_fetched_once_for_all_requests()
    {
        RequireToken(static request => request.Authorization is null);
        _scene.Pull();
        FakeRequest asked = Assert.Single(_tokens.Requests);
        Assert.Equal("/token?from=realm&service=the%20service&scope=repository%3Aapp%3Apull", asked.Path);
    }

    [Fact]
    public void A_token_is_fetched_with_the_users_credentials_and_the_registry_never_sees_them()
    {
        RequireToken(static request => request.Authorization == Basic("user", "secret"));
        _scene.Options = _scene.Options with { Credential = new("user", "secret") };
        _scene.Pull();
        Assert.EndsWith("&account=user", Assert.Single(_tokens.Requests).Path, StringComparison.Ordinal);
        Assert.DoesNotContain(Registry.Requests, static request => request.Authorization?.StartsWith("Basic", StringComparison.Ordinal) == true);
    }

    [Fact]
    public void An_identity_token_is_exchanged()
    {
        RequireToken(static request => request.Method == "POST" && request.Authorization is null
            && Encoding.ASCII.GetString(request.Body).StartsWith("grant_type=refresh_token&refresh_token=identity&", StringComparison.Ordinal));
        _scene.Options = _scene.Options with { Credential = new("", "identity", IsIdentityToken: true) };
        _scene.Pull();
    }

    [Fact]
    public void A_token_that_has_expired_is_renewed()
    {
        RequireToken(static _ => true);
        Func<FakeRequest, FakeAnswer?> usual = Registry.Instead;
        Registry.Instead = request => request is { IsBlob: true, Authorization: "Bearer token-1" } ? TokenChallenge() : usual(request);
        _scene.Pull();
        Assert.True(_issued >= 2);
    }

    [Fact]
    public void A_registry_that_always_refuses_is_told_so_once()
    {
        Registry.Instead = static request => Challenge("Basic realm=\"x\"");
        Assert.Contains("-Credential", _scene.Fails("Registry.Unauthorized").Message, StringComparison.Ordinal);
        _scene.Options = _scene.Options with { Credential = new("user", "wrong") };
        string message = _scene.Fails("Registry.Unauthorized").Message;
        Assert.Contains("does not take the credentials", message, StringComparison.Ordinal);
        Assert.DoesNotContain("wrong", message, StringComparison.Ordinal);
        Registry.Instead = request => TokenChallenge();
        _tokens.Instead = _ => Token();
        _scene.Fails("Registry.Unauthorized");
        Assert.InRange(_issued, 1, 3);
    }

    [Theory]
    [InlineData("Digest realm=\"x\"", "Registry.Challenge")]
    [InlineData("", "Registry.Unauthorized")]
    [InlineData("Bearer service=\"x\"", "Registry.Realm")]
    [InlineData("Bearer realm=\"file:///etc/passwd\"", "Registry.Realm")]
    [InlineData("Bearer realm=\"http://auth.invalid/token\"", "Registry.Realm")]
    public void A_challenge_that_cannot_be_met_is_told(string challenge, string errorId)
    {
        Registry.Instead = request => Challenge(challenge);
        _scene.Options = _scene.Options with { Credential = new("user", "secret") };
        _scene.Fails(errorId);
    }

    [Theory]
    [InlineData(200, "{}")]
    [InlineData(200, "[")]
    [InlineData(200, "{\"token\":\"two\\nlines\"}")]
    [InlineData(302, "")]
    [InlineData(404, "")]
    public void A_token_server_that_gives_none_is_told(int status, string answer)
    {
        Registry.Instead = request => TokenChallenge();
        _tokens.Instead = _ => new FakeAnswer(status, answer) { Headers = { ["Location"] = "http://localhost/" } };
        _scene.Fails("Registry.Token");
    }

    [Fact]
    public void A_token_servers_answer_is_bounded()
    {
        Registry.Instead = request => TokenChallenge();
        _tokens.Instead = static _ => new FakeAnswer(200, new byte[1 << 16]) { IsEndless = true };
        _scene.Fails("Registry.Token");
    }

    [Fact]
    public void A_mirror_is_not_told_who_asks()
    {
        using var mirror = new FakeRegistry();
        mirror.Instead = static _ => Challenge("Basic realm=\"x\"");
        _scene.Options = _scene.Options with { Credential = new("user", "secret"), Mirrors = [mirror.Host] };
        _scene.Pull();
        Assert.NotEmpty(mirror.Requests);
        Assert.All(mirror.Requests, static request => Assert.Null(request.Authorization));
    }

    [Fact]
    public void Who_is_led_elsewhere_answers_no_challenge_there()
    {
        using var other = new FakeRegistry();
        other.Instead = static _ => Challenge("Basic realm=\"x\"");
        Registry.Instead = request => request.Authorization is null ? Challenge("Basic realm=\"x\"")
            : request.IsBlob ? new FakeAnswer(302) { Headers = { ["Location"] = $"http://{other.Host}/x" } } : null;
        _scene.Options = _scene.Options with { Credential = new("user", "secret") };
        _scene.Fails("Registry.Unauthorized");
        Assert.All(other.Requests, static request => Assert.Null(request.Authorization));
    }

    private void RequireToken(Func<FakeRequest, bool> isRight)
    {
        Registry.Instead = request => request.Path == "/v2/" || request.Authorization?.StartsWith("Bearer token-", StringComparison.Ordinal) == true ? null : TokenChallenge();
        _tokens.Instead = request => isRight(request) ? Token() : new FakeAnswer(401);
    }

    private FakeAnswer Token() => new(200, $$"""{"token":"token-{{Interlocked.Increment(ref _issued)}}","expires_in":300}""");

    private FakeAnswer TokenChallenge() => Challenge($"Bearer realm=\"http://{_tokens.Host}/token?from=realm\",service=\"the service\"");

    private static FakeAnswer Challenge(string value) => new(401) { Headers = { ["WWW-Authenticate"] = value } };

    private static string Basic(string user, string password) => "Basic " + new RegistryCredential(user, password).Basic;
}
