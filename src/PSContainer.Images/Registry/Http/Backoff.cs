using System.Net;

namespace PSContainer.Images.Registry;

/// <summary>When to try again, and how long to wait before.</summary>
internal sealed class Backoff(RegistryOptions options)
{
    // A server that hangs is not given as many chances as one that answers.
    private const int MaxStalls = 2;

    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(30);

    private int _failures;
    private int _stalls;

    /// <summary>Whether a failed answer may be followed by a better one.</summary>
    public static bool IsTransient(HttpStatusCode status) => status is
        HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or HttpStatusCode.InternalServerError or HttpStatusCode.BadGateway
        or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout;

    /// <summary>The wait that a server asks for, or null.</summary>
    public static TimeSpan? Asked(HttpResponseMessage response) => response.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } => date - DateTimeOffset.UtcNow is var wait && wait > TimeSpan.Zero ? wait : TimeSpan.Zero,
        _ => null,
    };

    /// <summary>Waits before the next try; false where there shall be none.</summary>
    public async Task<bool> WaitAsync(TimeSpan? asked, bool isStall, CancellationToken cancel)
    {
        _failures++;
        _stalls += isStall ? 1 : 0;
        if (_failures > options.MaximumRetries || _stalls > Math.Min(MaxStalls, options.MaximumRetries) || asked > options.LongestWait)
            return false;
        await Task.Delay(asked ?? Usual(), cancel).ConfigureAwait(false);
        return true;
    }

    /// <summary>Begins to count anew, after progress.</summary>
    public void Reset() => (_failures, _stalls) = (0, 0);

    // Many clients that failed at once shall not come back at once.
    private TimeSpan Usual()
    {
        double factor = Math.Pow(2, Math.Min(_failures - 1, 16)) * (0.75 + (0.5 * Random.Shared.NextDouble()));
        TimeSpan wait = options.RetryDelay * factor;
        return wait < s_longest ? wait : s_longest;
    }
}
