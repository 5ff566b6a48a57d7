using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace PSContainer.Tests.Images.Registry;

/// <summary>A registry that does what a test wants, and where it wants nothing, what it should: with http, or with TLS and a certificate.</summary>
internal sealed class FakeRegistry : IDisposable
{
    private const byte ClientHello = 0x16;

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly X509Certificate2? _certificate;
    private readonly CancellationTokenSource _ending = new();
    private readonly ConcurrentQueue<FakeRequest> _requests = new();

    public FakeRegistry(X509Certificate2? certificate = null)
    {
        _certificate = certificate;
        _listener.Start();
        _ = Task.Run(AcceptAsync);
    }

    /// <summary>What it has of manifests, by <c>repository/manifests/reference</c>.</summary>
    public ConcurrentDictionary<string, (string MediaType, byte[] Content)> Manifests { get; } = new();

    /// <summary>What it has of blobs, by digest.</summary>
    public ConcurrentDictionary<string, byte[]> Blobs { get; } = new();

    /// <summary>Answers instead, where it gives something.</summary>
    public Func<FakeRequest, FakeAnswer?> Instead { get; set; } = static _ => null;

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public string Host => string.Create(CultureInfo.InvariantCulture, $"localhost:{Port}");

    public string Scheme => _certificate is null ? "http" : "https";

    public IReadOnlyCollection<FakeRequest> Requests => _requests;

    public void Add(string repository, string tag, FakeImage image)
    {
        Manifests[$"{repository}/manifests/{tag}"] = Manifests[$"{repository}/manifests/{image.Digest}"] = (image.MediaType, image.Manifest);
        foreach (byte[] blob in image.Blobs)
            Blobs[FakeImage.DigestOf(blob)] = blob;
    }

    public void Dispose()
    {
        _ending.Cancel();
        _listener.Dispose();
        _certificate?.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_ending.IsCancellationRequested)
        {
            Socket socket = await _listener.AcceptSocketAsync(_ending.Token);
            new Thread(() => Serve(socket)) { IsBackground = true }.Start();
        }
    }

    private void Serve(Socket socket)
    {
        try
        {
            using Stream stream = Open(socket);
            while (Read(stream) is { } request)
            {
                _requests.Enqueue(request);
                FakeAnswer answer = Instead(request) ?? Answer(request);
                answer.Write(stream, request.Method == "HEAD", _ending.Token);
                if (answer.CutAfter is not null || answer.IsEndless)
                    return;
            }
        }
        catch (Exception error) when (error is IOException or SocketException or ObjectDisposedException or System.Security.Authentication.AuthenticationException)
        {
            // The client went away, or does not trust the certificate.
        }
    }

    private Stream Open(Socket socket)
    {
        var network = new NetworkStream(socket, ownsSocket: true);
        if (_certificate is null)
            return network;
        var secure = new SslStream(network);
        secure.AuthenticateAsServer(_certificate);
        return secure;
    }

    private static FakeRequest? Read(Stream stream)
    {
        var head = new StringBuilder();
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            int next = stream.ReadByte();
            if (next < 0 || (head.Length == 0 && next == ClientHello))
                return null;
            head.Append((char)next);
        }

        string[] lines = head.ToString().Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        var headers = lines.Skip(1).Select(static line => line.Split(':', 2))
            .ToDictionary(static pair => pair[0].ToLowerInvariant(), static pair => pair[1].Trim());
        byte[] body = new byte[headers.TryGetValue("content-length", out string? length) ? int.Parse(length, CultureInfo.InvariantCulture) : 0];
        stream.ReadExactly(body);
        string[] first = lines[0].Split(' ');
        return new FakeRequest(first[0], first[1], headers, body);
    }

    private FakeAnswer Answer(FakeRequest request)
    {
        string path = request.Path.StartsWith("/v2/", StringComparison.Ordinal) ? request.Path[4..] : "?";
        if (path.Length == 0)
            return new FakeAnswer(200, "{}");
        if (Manifests.TryGetValue(path, out (string MediaType, byte[] Content) manifest))
            return new FakeAnswer(200, manifest.Content) { Headers = { ["Content-Type"] = manifest.MediaType, ["Docker-Content-Digest"] = FakeImage.DigestOf(manifest.Content) } };
        if (path.EndsWith("/tags/list?n=100", StringComparison.Ordinal))
            return Tags(path[..^"/tags/list?n=100".Length]);
        return request.IsBlob && Blobs.TryGetValue(path[(path.LastIndexOf('/') + 1)..], out byte[]? blob) ? Part(blob, request.Offset)
            : new FakeAnswer(404, """{"errors":[{"code":"UNKNOWN","message":"not here"}]}""");
    }

    private FakeAnswer Tags(string repository)
    {
        IEnumerable<string> tags = Manifests.Keys.Where(key => key.StartsWith(repository + "/manifests/", StringComparison.Ordinal))
            .Select(static key => key[(key.LastIndexOf('/') + 1)..]).Where(static tag => !tag.Contains(':', StringComparison.Ordinal));
        return new FakeAnswer(200, $$"""{"name":"{{repository}}","tags":[{{string.Join(',', tags.Select(static tag => $"\"{tag}\""))}}]}""");
    }

    public static FakeAnswer Part(byte[] blob, int offset) => offset == 0 ? new FakeAnswer(200, blob) : new FakeAnswer(206, blob[offset..])
    {
        Headers = { ["Content-Range"] = string.Create(CultureInfo.InvariantCulture, $"bytes {offset}-{blob.Length - 1}/{blob.Length}") },
    };
}
