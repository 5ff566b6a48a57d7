using System.Net;
using PSContainer.Errors;

namespace PSContainer.Images.Registry;

internal sealed partial class RegistryClient
{
    private const int MaxProblem = 64 << 10;

    /// <summary>Throws what an answer means that is none of those that are wanted.</summary>
    private async Task RequireAsync(HttpResponseMessage response, string doing, CancellationToken cancel, params HttpStatusCode[] wanted)
    {
        if (wanted.Contains(response.StatusCode))
            return;
        string? says = await SaysAsync(response, cancel).ConfigureAwait(false);
        throw response.StatusCode switch
        {
            HttpStatusCode.Forbidden => RegistryErrors.Forbidden(Location, says),
            HttpStatusCode.TooManyRequests => RegistryErrors.TooManyRequests(Location, Backoff.Asked(response), says),
            HttpStatusCode status => RegistryErrors.Refused(Location, (int)status, doing, says),
        };
    }

    // What the registry gives as the reason; that it gives none is no failure of its own.
    private async Task<string?> SaysAsync(HttpResponseMessage response, CancellationToken cancel)
    {
        try
        {
            byte[]? content = await _transport.ReadAllAsync(response, MaxProblem, cancel).ConfigureAwait(false);
            return content is null ? null : RegistryAnswers.Problem(content);
        }
        catch (TransientException)
        {
            return null;
        }
    }
}
