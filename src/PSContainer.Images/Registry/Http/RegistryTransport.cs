using System.Net;
using PSContainer.Errors;

namespace PSContainer.Images.Registry;

/// <summary>The connections of one registry's client: sends requests as they are, and says in words what failed.</summary>
internal sealed class RegistryTransport : IDisposable
{
    private const int MaxHeaderKilobytes = 64;

    private readonly RegistryOptions _options;
    private readonly CertificateTrust _trust;
    private readonly HttpClient _client;

    /// <summary>Prepares connections; none is made yet.</summary>
    /// <exception cref="ContainerException"><c>Registry.CertificateAuthority</c>, <c>Registry.Proxy</c>.</exception>
    public RegistryTransport(RegistryHost host, RegistryOptions options)
    {
        _options = options;
        _trust = new CertificateTrust(host, options);
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            UseCookies = false,
            Proxy = new EnvironmentProxy(options.Environment),
            ConnectTimeout = options.ConnectTimeout,
            MaxResponseHeadersLength = MaxHeaderKilobytes,
            MaxConnectionsPerServer = 8,
            Expect100ContinueTimeout = TimeSpan.FromSeconds(1),
        };
        handler.SslOptions.RemoteCertificateValidationCallback = _trust.Validate;
        _client = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
        _client.DefaultRequestHeaders.UserAgent.ParseAdd("PSContainer/1.0");
    }

    /// <summary>Sends a request; its answer's content has not been read yet.</summary>
    /// <exception cref="TransientException">It may be tried again.</exception>
    /// <exception cref="ContainerException"><c>Registry.…</c></exception>
    public async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancel)
    {
        Uri address = request.RequestUri!;
        using var timer = new StallTimer(_options.StallTimeout, cancel);
        try
        {
            (request.Content as UploadContent)?.Watch(timer);
            return await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, timer.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException error) when (!cancel.IsCancellationRequested)
        {
            throw timer.IsStalled
                ? new TransientException(RegistryErrors.Stalled(address.Authority, _options.StallTimeout), isStall: true)
                : RegistryErrors.Unreachable(address.Authority, error.InnerException ?? error);
        }
        catch (Exception error) when (error is HttpRequestException or IOException)
        {
            // What the content's own source threw is no failure of the connection.
            if (error.GetBaseException() is ContainerException own)
                throw own;
            throw TransportErrors.Translate(error, address, _trust);
        }
    }

    /// <summary>Reads the next bytes of an answer; 0 at its end.</summary>
    /// <exception cref="TransientException">It may be tried again.</exception>
    public static async ValueTask<int> ReadAsync(Stream body, Memory<byte> buffer, StallTimer timer, CancellationToken cancel)
    {
        try
        {
            timer.Progressed();
            return await body.ReadAsync(buffer, timer.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            throw new TransientException(RegistryErrors.Stalled("The registry", timer.Limit), isStall: true);
        }
        catch (Exception error) when (error is HttpRequestException or IOException)
        {
            throw new TransientException(RegistryErrors.Broken("the registry", error));
        }
    }

    /// <summary>Reads a small answer whole; null where it is longer than the limit.</summary>
    /// <exception cref="TransientException">It may be tried again.</exception>
    public async Task<byte[]?> ReadAllAsync(HttpResponseMessage response, int limit, CancellationToken cancel)
    {
        if (response.Content.Headers.ContentLength > limit)
            return null;
        using var timer = new StallTimer(_options.StallTimeout, cancel);
        using var content = new MemoryStream();
        byte[] block = new byte[16 << 10];
        Stream body = await response.Content.ReadAsStreamAsync(cancel).ConfigureAwait(false);
        await using (body.ConfigureAwait(false))
        {
            for (int count; (count = await ReadAsync(body, block, timer, cancel).ConfigureAwait(false)) > 0;)
            {
                content.Write(block, 0, count);
                if (content.Length > limit)
                    return null;
            }
        }

        return content.ToArray();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _client.Dispose();
        _trust.Dispose();
    }
}
