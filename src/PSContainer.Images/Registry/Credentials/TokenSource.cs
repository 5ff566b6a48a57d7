using System.Net;
using System.Net.Http.Headers;
using PSContainer.Errors;
using PSContainer.Json;

namespace PSContainer.Images.Registry;

/// <summary>Fetches the tokens with which a registry is used; see "Token Authentication Specification" of distribution.</summary>
/// <param name="transport">The connections.</param>
/// <param name="rule">Says where http is allowed.</param>
/// <param name="location">The repository, for messages.</param>
internal sealed class TokenSource(RegistryTransport transport, RedirectRule rule, RegistryLocation location)
{
    private const int MaxAnswer = 1 << 20;
    private const string ClientId = "PSContainer";

    /// <summary>Fetches a token.</summary>
    /// <exception cref="ContainerException"><c>Registry.Unauthorized</c>, <c>Registry.Realm</c>, <c>Registry.Token</c> …</exception>
    public async Task<string> FetchAsync(Challenge challenge, string scope, RegistryCredential? credential, CancellationToken cancel)
    {
        Uri realm = Realm(challenge);
        using HttpRequestMessage request = credential is { IsIdentityToken: true }
            ? Exchange(realm, challenge["service"], scope, credential)
            : Ask(realm, challenge["service"], scope, credential);
        using HttpResponseMessage response = await transport.SendAsync(request, cancel).ConfigureAwait(false);
        if (response.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden)
            throw RegistryErrors.Unauthorized(location, credential is not null, null);
        if (Backoff.IsTransient(response.StatusCode))
            throw new TransientException(RegistryErrors.BadToken(realm.Authority, $"answers {(int)response.StatusCode}"));
        if (response.StatusCode != HttpStatusCode.OK)
            throw RegistryErrors.BadToken(realm.Authority, $"answers {(int)response.StatusCode}");
        byte[] answer = await transport.ReadAllAsync(response, MaxAnswer, cancel).ConfigureAwait(false)
            ?? throw RegistryErrors.BadToken(realm.Authority, "sends more than a token");
        return Read(answer, realm.Authority);
    }

    // Credentials go there: it must be as safe as the registry itself.
    private Uri Realm(Challenge challenge) =>
        Uri.TryCreate(challenge["realm"], UriKind.Absolute, out Uri? realm)
        && (realm.Scheme == Uri.UriSchemeHttps || (realm.Scheme == Uri.UriSchemeHttp && rule.AllowsHttp(realm)))
            ? realm
            : throw RegistryErrors.BadRealm(location.Host.Name, challenge["realm"]);

    private static HttpRequestMessage Ask(Uri realm, string? service, string scope, RegistryCredential? credential)
    {
        IEnumerable<string> query = scope.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(static one => $"scope={Uri.EscapeDataString(one)}");
        if (service is not null)
            query = query.Prepend($"service={Uri.EscapeDataString(service)}");
        if (credential is not null)
            query = query.Append($"account={Uri.EscapeDataString(credential.UserName)}");
        var address = new UriBuilder(realm) { Fragment = "" };
        address.Query = address.Query.Length > 1 ? $"{address.Query}&{string.Join('&', query)}" : string.Join('&', query);
        var request = new HttpRequestMessage(HttpMethod.Get, address.Uri);
        if (credential is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Basic", credential.Basic);
        return request;
    }

    private static HttpRequestMessage Exchange(Uri realm, string? service, string scope, RegistryCredential credential) => new(HttpMethod.Post, realm)
    {
        Content = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "refresh_token", ["refresh_token"] = credential.Secret, ["service"] = service ?? "", ["scope"] = scope, ["client_id"] = ClientId,
        }),
    };

    private static string Read(ReadOnlySpan<byte> answer, string server)
    {
        var json = new JsonCursor(answer, $"What the token server '{server}' says", "Registry.Token");
        string? token = null, access = null;
        json.BeginObject();
        while (json.NextProperty(out ReadOnlySpan<byte> name))
        {
            if (name.SequenceEqual("token"u8))
                token = json.String();
            else if (name.SequenceEqual("access_token"u8))
                access = json.String();
            else
                json.Skip();
        }

        json.End();
        string found = string.IsNullOrEmpty(token) ? access ?? "" : token;
        bool isFit = found.Length > 0 && found.AsSpan().IndexOfAnyExceptInRange('!', '~') < 0;
        return isFit ? found : throw RegistryErrors.BadToken(server, "gives no token");
    }
}
