using System.Globalization;
using System.Net;
using PSContainer.Errors;

namespace PSContainer.Images.Registry;

internal sealed partial class RegistryClient
{
    private const int MaxTagsAnswer = 1 << 20;

    private static readonly string[] s_manifestTypes = [MediaTypes.Index, MediaTypes.Manifest, MediaTypes.DockerList, MediaTypes.DockerManifest];

    /// <summary>Fetches the manifest, or index, of a tag or digest.</summary>
    /// <param name="reference">The tag or the digest.</param>
    /// <param name="expected">The digest that it must have, or null for a tag's.</param>
    /// <param name="cancel">Ends the wait.</param>
    /// <exception cref="ContainerException"><c>Registry.NotFound</c>, <c>Registry.MediaType</c>, <c>Registry.Digest</c> …</exception>
    public async Task<FetchedManifest> GetManifestAsync(string reference, Digest? expected, CancellationToken cancel)
    {
        using HttpResponseMessage response = await SendAsync(ManifestRequest(HttpMethod.Get, reference), cancel).ConfigureAwait(false);
        await RequireManifestAsync(response, reference, cancel).ConfigureAwait(false);
        byte[] content = await ReadManifestAsync(response, reference, cancel).ConfigureAwait(false);
        Digest? announced = AnnouncedDigest(response);
        Digest digest = DigestOf(content, expected ?? announced);
        if (expected is { } must && digest != must)
            throw RegistryErrors.DigestMismatch(Location, must.ToString(), digest);
        if (announced is { } said && DigestOf(content, said) != said)
            throw RegistryErrors.DigestMismatch(Location, $"{reference}, which it says is {said},", DigestOf(content, said));
        return FetchedManifest.Read(Location, reference, response.Content.Headers.ContentType?.MediaType, content, digest);
    }

    /// <summary>The digest of what a tag names now; null where the registry does not tell without sending it.</summary>
    /// <exception cref="ContainerException"><c>Registry.NotFound</c> …</exception>
    public async Task<Digest?> HeadManifestAsync(string reference, CancellationToken cancel)
    {
        using HttpResponseMessage response = await SendAsync(ManifestRequest(HttpMethod.Head, reference), cancel).ConfigureAwait(false);
        await RequireManifestAsync(response, reference, cancel).ConfigureAwait(false);
        return AnnouncedDigest(response);
    }

    /// <summary>Some tags of the repository; null where the registry does not tell.</summary>
    public async Task<IReadOnlyList<string>?> ListTagsAsync(CancellationToken cancel)
    {
        try
        {
            var request = new RegistryRequest(HttpMethod.Get, Relative("tags/list?n=100")) { Scope = PullScope };
            using HttpResponseMessage response = await SendAsync(request, cancel).ConfigureAwait(false);
            byte[]? content = response.StatusCode == HttpStatusCode.OK ? await _transport.ReadAllAsync(response, MaxTagsAnswer, cancel).ConfigureAwait(false) : null;
            return content is null ? null : RegistryAnswers.Tags(content, Location.ToString());
        }
        catch (Exception error) when (error is ContainerException or TransientException)
        {
            return null;
        }
    }

    private RegistryRequest ManifestRequest(HttpMethod method, string reference) =>
        new(method, Relative($"manifests/{reference}")) { Scope = PullScope, Accept = s_manifestTypes };

    private Uri Relative(string rest) => new($"v2/{Location.Repository}/{rest}", UriKind.Relative);

    private async Task<byte[]> ReadManifestAsync(HttpResponseMessage response, string reference, CancellationToken cancel)
    {
        try
        {
            return await _transport.ReadAllAsync(response, ModelReading.MaxBytes, cancel).ConfigureAwait(false)
                ?? throw RegistryErrors.BadManifest(Location, reference, string.Create(
                    CultureInfo.InvariantCulture, $"has more than the {ModelReading.MaxBytes} bytes that are taken"));
        }
        catch (TransientException error)
        {
            throw error.Final;
        }
    }

    private async Task RequireManifestAsync(HttpResponseMessage response, string reference, CancellationToken cancel)
    {
        if (response.StatusCode == HttpStatusCode.NotFound)
            throw RegistryErrors.NotFound(Location, reference, await ListTagsAsync(cancel).ConfigureAwait(false));
        await RequireAsync(response, "Reading a manifest of", cancel, HttpStatusCode.OK).ConfigureAwait(false);
    }

    private static Digest? AnnouncedDigest(HttpResponseMessage response) =>
        response.Headers.NonValidated.TryGetValues("Docker-Content-Digest", out var values) && Digest.TryParse(values.ToString(), out Digest digest) ? digest : null;

    private static Digest DigestOf(ReadOnlySpan<byte> content, Digest? like)
    {
        if (like is not { } pattern)
            return Digest.Of(content);
        using var hash = pattern.StartHash();
        hash.AppendData(content);
        return Digest.FromHash(pattern.Algorithm, hash.GetHashAndReset());
    }
}
