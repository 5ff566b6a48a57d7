namespace PSContainer.Images.Registry;

/// <summary>What the user's environment and machine say of registries: the one place where it is read.</summary>
internal sealed record RegistryEnvironment
{
    /// <summary>The user's folder, or null.</summary>
    public string? Home { get; init; }

    /// <summary><c>REGISTRY_AUTH_FILE</c>: a file of credentials that counts instead of all others.</summary>
    public string? AuthFile { get; init; }

    /// <summary><c>XDG_RUNTIME_DIR</c>, or null.</summary>
    public string? RuntimeFolder { get; init; }

    /// <summary><c>XDG_CONFIG_HOME</c>, or null.</summary>
    public string? ConfigurationFolder { get; init; }

    /// <summary><c>DOCKER_CONFIG</c>: the folder of Docker's configuration, or null.</summary>
    public string? DockerFolder { get; init; }

    /// <summary><c>PATH</c>, where credential helpers are looked for.</summary>
    public string SearchPath { get; init; } = "";

    /// <summary>The proxy for http, or null.</summary>
    public string? HttpProxy { get; init; }

    /// <summary>The proxy for https, or null.</summary>
    public string? HttpsProxy { get; init; }

    /// <summary>The hosts that are reached without a proxy, or null.</summary>
    public string? NoProxy { get; init; }

    /// <summary>Folders with a folder of certificates for each registry; see containers-certs.d(5).</summary>
    public IReadOnlyList<string> CertificateFolders { get; init; } = [];

    /// <summary>That of the running process, as it is now.</summary>
    public static RegistryEnvironment Read() => new()
    {
        Home = Variable("HOME"),
        AuthFile = Variable("REGISTRY_AUTH_FILE"),
        RuntimeFolder = Variable("XDG_RUNTIME_DIR"),
        ConfigurationFolder = Variable("XDG_CONFIG_HOME"),
        DockerFolder = Variable("DOCKER_CONFIG"),
        SearchPath = Variable("PATH") ?? "/usr/local/bin:/usr/bin:/bin",
        HttpProxy = Variable("http_proxy") ?? Variable("HTTP_PROXY") ?? AnyProxy,
        HttpsProxy = Variable("https_proxy") ?? Variable("HTTPS_PROXY") ?? AnyProxy,
        NoProxy = Variable("no_proxy") ?? Variable("NO_PROXY"),
        CertificateFolders = [.. OwnCertificates(), "/etc/containers/certs.d", "/etc/docker/certs.d"],
    };

    private static string? AnyProxy => Variable("all_proxy") ?? Variable("ALL_PROXY");

    private static IEnumerable<string> OwnCertificates() =>
        Variable("HOME") is { } home ? [$"{Variable("XDG_CONFIG_HOME") ?? home + "/.config"}/containers/certs.d"] : [];

    private static string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
}
