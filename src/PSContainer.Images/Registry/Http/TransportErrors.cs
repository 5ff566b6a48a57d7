using System.Net.Sockets;

namespace PSContainer.Images.Registry;

/// <summary>Tells the failures of connections apart: what is wrong, and whether to try again.</summary>
internal static class TransportErrors
{
    /// <summary>The failure as the user shall see it, or as one to try again.</summary>
    public static Exception Translate(Exception error, Uri address, CertificateTrust trust) => error switch
    {
        HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } => RegistryErrors.NameUnknown(address.Host, error),
        HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } when trust.ProblemOf(address.Host) is { } problem =>
            RegistryErrors.Certificate(address.Authority, problem, error),
        HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } =>
            RegistryErrors.NoTls(address.Authority, RegistryHost.IsLoopbackHost(address.Host), error),
        HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError } when !IsReset(error) => RegistryErrors.Unreachable(address.Authority, error),
        HttpRequestException { HttpRequestError: HttpRequestError.ProxyTunnelError } => RegistryErrors.Unreachable(address.Authority, error),
        _ => new TransientException(RegistryErrors.Broken(address.Authority, error)),
    };

    private static bool IsReset(Exception error) =>
        error.GetBaseException() is SocketException { SocketErrorCode: SocketError.ConnectionReset or SocketError.ConnectionAborted or SocketError.Shutdown };
}
