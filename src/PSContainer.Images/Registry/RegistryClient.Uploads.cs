using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using PSContainer.Errors;

namespace PSContainer.Images.Registry;

internal sealed partial class RegistryClient
{
    private string PushScope => $"repository:{Location.Repository}:pull,push";

    /// <summary>Whether the repository has a blob.</summary>
    public async Task<bool> HasBlobAsync(Digest digest, CancellationToken cancel)
    {
        var request = new RegistryRequest(HttpMethod.Head, Relative($"blobs/{digest}")) { Scope = PushScope };
        using HttpResponseMessage response = await SendAsync(request, cancel).ConfigureAwait(false);
        if (response.StatusCode == HttpStatusCode.NotFound)
            return false;
        await RequireAsync(response, "Looking for a blob in", cancel, HttpStatusCode.OK).ConfigureAwait(false);
        return true;
    }

    /// <summary>Begins to upload a blob, or has the registry take it from another of its repositories.</summary>
    /// <param name="digest">The blob.</param>
    /// <param name="from">A repository that may have it, or null.</param>
    /// <param name="cancel">Ends the wait.</param>
    /// <returns>Where to send it; null where the registry has it now.</returns>
    public async Task<Uri?> StartUploadAsync(Digest digest, string? from, CancellationToken cancel)
    {
        string query = from is null ? "" : $"?mount={Uri.EscapeDataString(digest.ToString())}&from={Uri.EscapeDataString(from)}";
        var request = new RegistryRequest(HttpMethod.Post, Relative($"blobs/uploads/{query}"))
        {
            Scope = from is null ? PushScope : $"{PushScope} repository:{from}:pull", Content = static () => new ByteArrayContent([]),
        };
        using HttpResponseMessage response = await SendAsync(request, cancel).ConfigureAwait(false);
        await RequireAsync(response, "Pushing to", cancel, HttpStatusCode.Created, HttpStatusCode.Accepted).ConfigureAwait(false);
        return response.StatusCode == HttpStatusCode.Created ? null : Next(response);
    }

    /// <summary>Sends a part of a blob.</summary>
    /// <returns>Where to send the next.</returns>
    public async Task<Uri> SendPartAsync(Uri upload, UploadPart part, CancellationToken cancel)
    {
        var request = new RegistryRequest(HttpMethod.Patch, upload) { Scope = PushScope, Content = () => Content(part, isPart: true) };
        using HttpResponseMessage response = await SendAsync(request, cancel).ConfigureAwait(false);
        await RequireAsync(response, "Pushing to", cancel, HttpStatusCode.Accepted).ConfigureAwait(false);
        return Next(response);
    }

    /// <summary>Ends the upload of a blob, with its last part.</summary>
    public async Task FinishUploadAsync(Uri upload, UploadPart last, Digest digest, CancellationToken cancel)
    {
        var address = new UriBuilder(upload);
        string query = $"digest={Uri.EscapeDataString(digest.ToString())}";
        address.Query = address.Query.Length > 1 ? $"{address.Query}&{query}" : query;
        var request = new RegistryRequest(HttpMethod.Put, address.Uri) { Scope = PushScope, Content = () => Content(last, isPart: false) };
        using HttpResponseMessage response = await SendAsync(request, cancel).ConfigureAwait(false);
        await RequireAsync(response, "Pushing to", cancel, HttpStatusCode.Created, HttpStatusCode.NoContent).ConfigureAwait(false);
    }

    /// <summary>Stores a manifest, or index, under a tag or its digest.</summary>
    /// <exception cref="ContainerException"><c>Registry.Digest</c>: the registry has stored something else.</exception>
    public async Task PutManifestAsync(string reference, Descriptor manifest, byte[] content, CancellationToken cancel)
    {
        var request = new RegistryRequest(HttpMethod.Put, Relative($"manifests/{reference}"))
        {
            Scope = PushScope,
            Content = () => new ByteArrayContent(content) { Headers = { ContentType = new MediaTypeHeaderValue(manifest.MediaType) } },
        };
        using HttpResponseMessage response = await SendAsync(request, cancel).ConfigureAwait(false);
        await RequireAsync(response, "Pushing a manifest to", cancel, HttpStatusCode.Created).ConfigureAwait(false);
        if (AnnouncedDigest(response) is { } said && said != manifest.Digest && said.Algorithm == manifest.Digest.Algorithm)
            throw RegistryErrors.DigestMismatch(Location, manifest.Digest.ToString(), said);
    }

    private Uri Next(HttpResponseMessage response) => _rule.Follow(response.RequestMessage!.RequestUri!, response.Headers.Location);

    // The registries' protocol has Content-Range in a form of its own.
    private static UploadContent Content(UploadPart part, bool isPart)
    {
        var content = new UploadContent(part);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        if (isPart)
            content.Headers.TryAddWithoutValidation("Content-Range", string.Create(CultureInfo.InvariantCulture, $"{part.Offset}-{part.Offset + part.Length - 1}"));
        return content;
    }
}
