using System.Collections.Concurrent;
using System.Net.Http.Headers;
using PSContainer.Errors;

namespace PSContainer.Images.Registry;

/// <summary>Says who asks, in the way in which a registry wants it, once that is known.</summary>
internal sealed class Authorizer(RegistryTransport transport, RedirectRule rule, RegistryLocation location, RegistryOptions options) : IDisposable
{
    private readonly ConcurrentDictionary<string, AuthenticationHeaderValue> _known = new();
    private readonly SemaphoreSlim _one = new(1);
    private RegistryCredential? _credential = options.Credential;
    private bool _hasLooked = options.Credential is not null;

    /// <summary>Whether credentials have been found.</summary>
    public bool HasCredential => _credential is not null;

    /// <summary>What is known to be wanted for such a request; null before anything is.</summary>
    public AuthenticationHeaderValue? For(string scope) => _known.GetValueOrDefault(scope);

    /// <summary>Answers a challenge.</summary>
    /// <param name="challenges">What the registry has said.</param>
    /// <param name="scope">The rights that are needed.</param>
    /// <param name="refused">What the registry did not take, or null where nothing was sent.</param>
    /// <param name="cancel">Ends the wait.</param>
    /// <exception cref="ContainerException"><c>Registry.Unauthorized</c>, <c>Registry.Challenge</c> …</exception>
    public async Task<AuthenticationHeaderValue> AnswerAsync(
        List<Challenge> challenges, string scope, AuthenticationHeaderValue? refused, CancellationToken cancel)
    {
        await _one.WaitAsync(cancel).ConfigureAwait(false);
        try
        {
            // Another request of the same kind may have been faster.
            if (_known.GetValueOrDefault(scope) is { } known && !Equals(known, refused))
                return known;
            AuthenticationHeaderValue answer = await ComputeAsync(challenges, scope, refused, cancel).ConfigureAwait(false);
            return _known[scope] = answer;
        }
        finally
        {
            _one.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _one.Dispose();

    private async Task<AuthenticationHeaderValue> ComputeAsync(
        List<Challenge> challenges, string scope, AuthenticationHeaderValue? refused, CancellationToken cancel)
    {
        Challenge challenge = challenges.Find(static one => one.Scheme is "bearer" or "basic")
            ?? (challenges.Count == 0 ? throw RegistryErrors.Unauthorized(location, refused is not null, null)
                : throw RegistryErrors.UnknownChallenge(location.Host.Name, challenges.Select(static one => one.Scheme)));
        RegistryCredential? credential = await CredentialAsync(cancel).ConfigureAwait(false);
        if (challenge.Scheme == "bearer")
            return new AuthenticationHeaderValue("Bearer", await new TokenSource(transport, rule, location).FetchAsync(challenge, scope, credential, cancel).ConfigureAwait(false));
        if (credential is null or { IsIdentityToken: true } || refused is not null)
            throw RegistryErrors.Unauthorized(location, credential is not null, null);
        return new AuthenticationHeaderValue("Basic", credential.Basic);
    }

    // Looked for only when they are asked for: most images are free for all.
    private async Task<RegistryCredential?> CredentialAsync(CancellationToken cancel)
    {
        if (!_hasLooked)
            _credential = await new CredentialStore(options.Environment).FindAsync(location, cancel).ConfigureAwait(false);
        _hasLooked = true;
        return _credential;
    }
}
