using System.Net.Http.Headers;

namespace PSContainer.Images.Registry;

/// <summary>A request to a registry, as often as it must be sent.</summary>
/// <param name="Method">The method.</param>
/// <param name="Address">The address; relative to the registry's root, or where the registry has said.</param>
internal sealed record RegistryRequest(HttpMethod Method, Uri Address)
{
    /// <summary>The rights that it takes: <c>repository:library/busybox:pull</c>; several are parted by blanks.</summary>
    public required string Scope { get; init; }

    /// <summary>The media types that are understood.</summary>
    public IReadOnlyList<string> Accept { get; init; } = [];

    /// <summary>From where on the content is asked for.</summary>
    public long Offset { get; init; }

    /// <summary>Makes the content, anew for each time it is sent.</summary>
    public Func<HttpContent>? Content { get; init; }

    /// <summary>The message to send.</summary>
    public HttpRequestMessage ToMessage(Uri address, AuthenticationHeaderValue? authorization)
    {
        var message = new HttpRequestMessage(Method, address) { Content = Content?.Invoke() };
        message.Headers.Authorization = authorization;
        foreach (string type in Accept)
            message.Headers.Accept.ParseAdd(type);
        if (Offset > 0)
            message.Headers.Range = new RangeHeaderValue(Offset, null);
        return message;
    }
}
