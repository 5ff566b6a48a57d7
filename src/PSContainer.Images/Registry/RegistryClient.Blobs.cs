using System.Net;
using PSContainer.Errors;

namespace PSContainer.Images.Registry;

internal sealed partial class RegistryClient
{
    /// <summary>Asks for a blob from an offset on.</summary>
    /// <returns>The answer, with the status 200 (from the start), 206 or 416.</returns>
    /// <exception cref="ContainerException"><c>Registry.Blob.NotFound</c> …</exception>
    public async Task<HttpResponseMessage> GetBlobAsync(Digest digest, long offset, CancellationToken cancel)
    {
        var request = new RegistryRequest(HttpMethod.Get, Relative($"blobs/{digest}")) { Scope = PullScope, Offset = offset };
        HttpResponseMessage response = await SendAsync(request, cancel).ConfigureAwait(false);
        try
        {
            if (response.StatusCode == HttpStatusCode.NotFound)
                throw RegistryErrors.NoBlob(Location, digest);
            await RequireAsync(
                response, "Reading a blob of", cancel, HttpStatusCode.OK, HttpStatusCode.PartialContent, HttpStatusCode.RequestedRangeNotSatisfiable).ConfigureAwait(false);
            return response;
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }
}
