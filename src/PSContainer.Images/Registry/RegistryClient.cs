using System.Net;
using System.Net.Http.Headers;
using PSContainer.Errors;

namespace PSContainer.Images.Registry;

/// <summary>
/// Speaks with one registry about one repository: sends requests with the right to, follows where it leads, and tries again what may pass.
/// See the OCI distribution specification.
/// </summary>
internal sealed partial class RegistryClient : IDisposable
{
    private const int MaxRedirects = 10;

    private readonly RegistryOptions _options;
    private readonly RegistryTransport _transport;
    private readonly RedirectRule _rule;
    private readonly Authorizer _authorizer;
    private volatile Uri? _root;

    /// <summary>Prepares a client; nothing is sent yet.</summary>
    public RegistryClient(RegistryLocation location, RegistryOptions options)
    {
        Location = location;
        _options = options;
        _transport = new RegistryTransport(location.Host, options);
        _rule = new RedirectRule(options);
        _authorizer = new Authorizer(_transport, _rule, location, options);
    }

    /// <summary>The repository.</summary>
    public RegistryLocation Location { get; }

    /// <summary>How registries are reached.</summary>
    public RegistryOptions Options => _options;

    private string PullScope => $"repository:{Location.Repository}:pull";

    /// <inheritdoc/>
    public void Dispose()
    {
        _authorizer.Dispose();
        _transport.Dispose();
    }

    /// <summary>Sends a request until there is an answer that stands.</summary>
    /// <exception cref="ContainerException"><c>Registry.…</c></exception>
    private async Task<HttpResponseMessage> SendAsync(RegistryRequest request, CancellationToken cancel)
    {
        var backoff = new Backoff(_options);
        while (true)
        {
            HttpResponseMessage response;
            try
            {
                response = await SendAuthorizedAsync(request, cancel).ConfigureAwait(false);
            }
            catch (TransientException error)
            {
                if (!await backoff.WaitAsync(null, error.IsStall, cancel).ConfigureAwait(false))
                    throw error.Final;
                _options.Log($"{error.Message} Trying again.");
                continue;
            }

            TimeSpan? asked = Backoff.Asked(response);
            if (!Backoff.IsTransient(response.StatusCode) || !await backoff.WaitAsync(asked, isStall: false, cancel).ConfigureAwait(false))
                return response;
            _options.Log($"{Location.Host} answered {(int)response.StatusCode}. Trying again.");
            response.Dispose();
        }
    }

    private async Task<HttpResponseMessage> SendAuthorizedAsync(RegistryRequest request, CancellationToken cancel)
    {
        AuthenticationHeaderValue? authorization = _authorizer.For(request.Scope);
        for (int refusals = 0; ; refusals++)
        {
            HttpResponseMessage response = await FollowAsync(request, authorization, cancel).ConfigureAwait(false);
            if (response.StatusCode != HttpStatusCode.Unauthorized)
                return response;
            using (response)
            {
                // A token that has expired is renewed once; what comes after that is the answer. Who is led to elsewhere asks in vain.
                string? says = await SaysAsync(response, cancel).ConfigureAwait(false);
                if (refusals == 2 || !RedirectRule.IsSameServer(_root!, response.RequestMessage!.RequestUri!))
                    throw RegistryErrors.Unauthorized(Location, authorization is not null && _authorizer.HasCredential, says);
                List<Challenge> challenges = ChallengeParser.Parse(
                    response.Headers.NonValidated.TryGetValues("WWW-Authenticate", out HeaderStringValues lines) ? lines : []);
                authorization = await _authorizer.AnswerAsync(challenges, request.Scope, authorization, cancel).ConfigureAwait(false);
            }
        }
    }

    // Where another server is led to, it is not told who asks.
    private async Task<HttpResponseMessage> FollowAsync(RegistryRequest request, AuthenticationHeaderValue? authorization, CancellationToken cancel)
    {
        Uri root = _root ?? await FindRootAsync(cancel).ConfigureAwait(false);
        Uri address = request.Address.IsAbsoluteUri ? _rule.Follow(root, request.Address) : new Uri(root, request.Address);
        for (int redirects = 0; ; redirects++)
        {
            using HttpRequestMessage message = request.ToMessage(address, RedirectRule.IsSameServer(root, address) ? authorization : null);
            HttpResponseMessage response = await _transport.SendAsync(message, cancel).ConfigureAwait(false);
            if (!IsRedirect(response) || (request.Method != HttpMethod.Get && request.Method != HttpMethod.Head))
                return response;
            using (response)
            {
                if (redirects == MaxRedirects)
                    throw RegistryErrors.BadRedirect(address, response.Headers.Location?.ToString() ?? "", "one time too many");
                address = _rule.Follow(address, response.Headers.Location);
            }
        }
    }

    private static bool IsRedirect(HttpResponseMessage response) => response.StatusCode is
        HttpStatusCode.MovedPermanently or HttpStatusCode.Found or HttpStatusCode.SeeOther or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect;

    // https, or http where that is allowed and the server speaks nothing else.
    private async Task<Uri> FindRootAsync(CancellationToken cancel)
    {
        Uri secure = Location.Host.At("https"), plain = Location.Host.At("http");
        if (!_rule.AllowsHttp(plain))
            return _root = secure;
        try
        {
            using var message = new HttpRequestMessage(HttpMethod.Get, new Uri(secure, "v2/"));
            using HttpResponseMessage response = await _transport.SendAsync(message, cancel).ConfigureAwait(false);
            return _root = secure;
        }
        catch (ContainerException error) when (error.ErrorId == "Registry.NoTls")
        {
            _options.Log($"{Location.Host} does not speak TLS; http is used, as was asked.");
            return _root = plain;
        }
    }
}
