using System.Collections.Concurrent;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace PSContainer.Images.Registry;

/// <summary>Which certificates of servers are trusted: those that the machine trusts, and those of authorities that the user has named.</summary>
internal sealed class CertificateTrust : IDisposable
{
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";
    private const int MaxFile = 4 << 20;

    private readonly X509Certificate2Collection _everywhere;
    private readonly X509Certificate2Collection _ofRegistry;
    private readonly string _registry;
    private readonly ConcurrentDictionary<string, string> _problems = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Reads the authorities.</summary>
    /// <param name="host">The registry whose folders of certificates count, for it alone.</param>
    /// <param name="options">Names the folders, and an authority that counts for whatever is connected to.</param>
    /// <exception cref="Errors.ContainerException"><c>Registry.CertificateAuthority</c>.</exception>
    public CertificateTrust(RegistryHost host, RegistryOptions options)
    {
        _registry = host.At("https").Host;
        _everywhere = options.CertificateAuthority is { } path ? Read(path) : [];
        _ofRegistry = [];
        foreach (string folder in options.Environment.CertificateFolders.Select(folder => $"{folder}/{host.Name}").Where(Directory.Exists))
        {
            foreach (string file in Directory.EnumerateFiles(folder, "*.crt"))
                _ofRegistry.AddRange(Read(file));
        }
    }

    /// <summary>What is wrong with the certificate that a host has shown; null where it has shown none that is.</summary>
    public string? ProblemOf(string host) => _problems.GetValueOrDefault(host);

    /// <summary>Decides on a server's certificate; see <see cref="RemoteCertificateValidationCallback"/>.</summary>
    public bool Validate(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        string host = (sender as SslStream)?.TargetHostName ?? "";
        string? problem = errors == SslPolicyErrors.None ? null
            : errors == SslPolicyErrors.RemoteCertificateChainErrors && IsOfNamed(host, certificate!, chain!) ? null
            : Describe(errors, certificate, chain);
        if (problem is not null)
            _problems[host] = problem;
        return problem is null;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (X509Certificate2 certificate in _everywhere.Concat(_ofRegistry))
            certificate.Dispose();
    }

    private bool IsOfNamed(string host, X509Certificate certificate, X509Chain shown)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(_everywhere);
        if (host.Equals(_registry, StringComparison.OrdinalIgnoreCase))
            chain.ChainPolicy.CustomTrustStore.AddRange(_ofRegistry);
        if (chain.ChainPolicy.CustomTrustStore.Count == 0)
            return false;
        chain.ChainPolicy.ExtraStore.AddRange(shown.ChainPolicy.ExtraStore);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.ApplicationPolicy.Add(new Oid(ServerAuthentication));
        return chain.Build((X509Certificate2)certificate);
    }

    private static string Describe(SslPolicyErrors errors, X509Certificate? certificate, X509Chain? chain) => errors switch
    {
        _ when errors.HasFlag(SslPolicyErrors.RemoteCertificateNotAvailable) => "it shows none",
        _ when errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch) => $"it is of another host ({ImageErrors.Show(certificate?.Subject)})",
        _ => string.Join(", ", chain!.ChainStatus.Select(static status => status.StatusInformation.Trim().TrimEnd('.')).Distinct()) is { Length: > 0 } text
            ? text : "its authority is not known",
    };

    private static X509Certificate2Collection Read(string path)
    {
        var certificates = new X509Certificate2Collection();
        try
        {
            if (new FileInfo(path).Length > MaxFile)
                throw RegistryErrors.BadCertificateFile(path, "it is too large");
            certificates.ImportFromPemFile(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw RegistryErrors.BadCertificateFile(path, error.Message.TrimEnd('.'), error);
        }

        return certificates.Count > 0 ? certificates : throw RegistryErrors.BadCertificateFile(path, "there is no certificate in it");
    }
}
