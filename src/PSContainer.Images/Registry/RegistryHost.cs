using System.Globalization;
using System.Net;

namespace PSContainer.Images.Registry;

/// <summary>A registry's host, with its port where one is given.</summary>
/// <param name="Name">As it is in images' names: <c>docker.io</c>, <c>localhost:5000</c>.</param>
internal sealed record RegistryHost(string Name)
{
    // Docker Hub's name in images' names is no host that speaks the registries' protocol.
    private const string DockerHubHost = "registry-1.docker.io";

    /// <summary>The host and port that are connected to.</summary>
    public string Authority => Name == ImageReference.DockerHub ? DockerHubHost : Name;

    /// <summary>Whether it is this machine's loopback.</summary>
    public bool IsLoopback => IsLoopbackHost(At("https").Host);

    /// <summary>The root of the registry's interface.</summary>
    public Uri At(string scheme) => new(string.Create(CultureInfo.InvariantCulture, $"{scheme}://{Authority}/"));

    /// <summary>Whether a host, without port, is this machine's loopback.</summary>
    public static bool IsLoopbackHost(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Trim('[', ']'), out IPAddress? address) && IPAddress.IsLoopback(address));

    /// <inheritdoc/>
    public override string ToString() => Name;
}
