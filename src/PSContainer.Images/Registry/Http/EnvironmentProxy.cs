using System.Net;
using PSContainer.Errors;

namespace PSContainer.Images.Registry;

/// <summary>The proxies that the environment names, as curl and Go understand it; .NET's own reads it once a process, at its first use.</summary>
internal sealed class EnvironmentProxy : IWebProxy
{
    private readonly Uri? _http;
    private readonly Uri? _https;
    private readonly string[] _exceptions;

    /// <summary>Reads what the environment says.</summary>
    /// <exception cref="ContainerException"><c>Registry.Proxy</c>.</exception>
    public EnvironmentProxy(RegistryEnvironment environment)
    {
        _http = Parse(environment.HttpProxy);
        _https = Parse(environment.HttpsProxy);
        _exceptions = (environment.NoProxy ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }

    /// <inheritdoc/>
    public ICredentials? Credentials
    {
        get => new ProxyCredentials();
        set => throw new NotSupportedException();
    }

    /// <inheritdoc/>
    public Uri? GetProxy(Uri destination)
    {
        ArgumentNullException.ThrowIfNull(destination);
        return IsBypassed(destination) ? null : destination.Scheme == Uri.UriSchemeHttps ? _https : _http;
    }

    /// <inheritdoc/>
    public bool IsBypassed(Uri host)
    {
        ArgumentNullException.ThrowIfNull(host);
        return RegistryHost.IsLoopbackHost(host.Host) || Array.Exists(_exceptions, exception => Matches(exception, host));
    }

    private static Uri? Parse(string? text)
    {
        if (text is null)
            return null;
        string address = text.Contains("://", StringComparison.Ordinal) ? text : $"http://{text}";
        return Uri.TryCreate(address, UriKind.Absolute, out Uri? proxy) && proxy.Scheme is "http" or "https" or "socks5" or "socks5h" or "socks4" or "socks4a"
            ? proxy
            : throw new ContainerException(
                "Registry.Proxy", ErrorKind.InvalidArgument, "The proxy that the environment names is no address.", null,
                "Correct https_proxy, http_proxy or all_proxy: http://proxy.example:3128.");
    }

    // "*", a network in CIDR, or a domain: with all of its subdomains, with or without a leading dot, with or without a port.
    private static bool Matches(string exception, Uri host)
    {
        if (exception == "*")
            return true;
        if (IPNetwork.TryParse(exception, out IPNetwork network))
            return IPAddress.TryParse(host.Host.Trim('[', ']'), out IPAddress? address) && network.Contains(address);
        string name = exception.TrimStart('*').TrimStart('.').Trim('[', ']');
        int colon = name.LastIndexOf(':');
        bool hasPort = colon > 0 && name.IndexOf(':', StringComparison.Ordinal) == colon;
        if (hasPort && name[(colon + 1)..] != host.Port.ToString(System.Globalization.CultureInfo.InvariantCulture))
            return false;
        string domain = hasPort ? name[..colon] : name;
        string asked = host.Host.Trim('[', ']');
        return domain.Length > 0 && (asked.Equals(domain, StringComparison.OrdinalIgnoreCase)
            || asked.EndsWith("." + domain, StringComparison.OrdinalIgnoreCase));
    }

    // The user and password in the proxy's own address.
    private sealed class ProxyCredentials : ICredentials
    {
        public NetworkCredential? GetCredential(Uri uri, string authType)
        {
            string[] parts = uri.UserInfo.Split(':', 2);
            return parts[0].Length == 0 ? null : new NetworkCredential(Uri.UnescapeDataString(parts[0]), Uri.UnescapeDataString(parts.ElementAtOrDefault(1) ?? ""));
        }
    }
}
