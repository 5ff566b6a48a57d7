using System.Management.Automation;
using PSContainer.Errors;
using PSContainer.Images;
using PSContainer.Images.Registry;

namespace PSContainer.Commands;

/// <summary>A cmdlet that transfers images from or to registries.</summary>
public abstract class RegistryCmdlet : ImageCmdlet
{
    /// <summary>User and password for the registry, instead of those that 'podman login' or 'docker login' have kept.</summary>
    [Parameter]
    [Credential]
    public PSCredential? Credential { get; set; }

    /// <summary>A file of certificates (PEM) of authorities that are trusted beside the machine's.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? CertificateAuthority { get; set; }

    /// <summary>Lets a registry on this machine's loopback be one that speaks http only.</summary>
    [Parameter]
    public SwitchParameter AllowInsecure { get; set; }

    /// <summary>Other registries (host or host:port) that may speak http only: anybody on the way can read and change what is transferred, but for the content of an image whose digest is given.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] InsecureRegistry { get; set; } = [];

    /// <summary>The longest wait for a connection, in seconds.</summary>
    [Parameter]
    [ValidateRange(1, 3600)]
    public int ConnectionTimeoutSeconds { get; set; } = 15;

    /// <summary>The longest time in which nothing arrives, in seconds.</summary>
    [Parameter]
    [ValidateRange(1, 3600)]
    public int OperationTimeoutSeconds { get; set; } = 30;

    /// <summary>How often a request is repeated that failed for a reason that may pass.</summary>
    [Parameter]
    [ValidateRange(0, 100)]
    public int MaximumRetryCount { get; set; } = 5;

    /// <summary>How registries are reached.</summary>
    private protected virtual RegistryOptions Options(TransferProgress progress) => new()
    {
        Credential = Credential is null ? null : new RegistryCredential(Credential.UserName, Credential.GetNetworkCredential().Password),
        CertificateAuthority = CertificateAuthority is null ? null : HostPath(CertificateAuthority),
        AllowInsecure = AllowInsecure,
        InsecureRegistries = InsecureRegistry,
        ConnectTimeout = TimeSpan.FromSeconds(ConnectionTimeoutSeconds),
        StallTimeout = TimeSpan.FromSeconds(OperationTimeoutSeconds),
        MaximumRetries = MaximumRetryCount,
        Environment = RegistryEnvironment.Read(),
        Log = progress.Log,
    };

    /// <inheritdoc cref="ImageTransfer.Run"/>
    private protected T Transfer<T>(string activity, Func<TransferProgress, CancellationToken, Task<T>> transfer) =>
        ImageTransfer.Run(this, activity, transfer, StopToken);
}
