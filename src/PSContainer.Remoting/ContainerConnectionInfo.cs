using System.Management.Automation;
using System.Management.Automation.Internal;
using System.Management.Automation.Remoting.Client;
using System.Management.Automation.Runspaces;
using PSContainer.Client;

namespace PSContainer.Remoting;

/// <summary>
/// A connection to a pwsh in a container. Opening a runspace, or a pool of them, on it starts <c>pwsh -s</c> there; closing it ends
/// that pwsh, and with it a container that was made for it. Every runspace (or pool) that is opened has a pwsh of its own.
/// </summary>
/// <remarks>
/// <see cref="RunspaceConnectionInfo.OpenTimeout"/> says how long pwsh may take until its first word, and
/// <see cref="RunspaceConnectionInfo.CancelTimeout"/> how long it may take to close before it is killed; both in milliseconds.
/// </remarks>
public sealed class ContainerConnectionInfo : RunspaceConnectionInfo
{
    private const int CloseTimeout = 5_000;
    private const int StartTimeout = 120_000;

    private readonly ProcessStart _start;

    internal ContainerConnectionInfo(ProcessStart start)
    {
        _start = start;
        ComputerName = start.ContainerName;
        OpenTimeout = StartTimeout;
        CancelTimeout = CloseTimeout;
    }

    /// <summary>The container's name, which results are stamped with.</summary>
    public override string ComputerName { get; set; }

    /// <summary>Always null: who may start the container may talk to it.</summary>
    public override PSCredential? Credential { get; set; }

    /// <summary>Always the default: there is nothing to authenticate.</summary>
    /// <exception cref="NotSupportedException">Another is asked for.</exception>
    public override AuthenticationMechanism AuthenticationMechanism
    {
        get => AuthenticationMechanism.Default;
        set => _ = value == AuthenticationMechanism.Default ? value : throw new NotSupportedException("A container's pwsh is reached without authentication.");
    }

    /// <summary>Always empty: there is no certificate.</summary>
    public override string CertificateThumbprint { get; set; } = "";

    /// <summary>Itself: what it holds does not change.</summary>
    public override RunspaceConnectionInfo Clone() => this;

    /// <summary>What PowerShell calls to open a runspace or a pool.</summary>
    /// <param name="instanceId">The runspace's, or the pool's, id.</param>
    /// <param name="sessionName">Its name.</param>
    /// <param name="cryptoHelper">What encrypts secure strings.</param>
    public override BaseClientSessionTransportManager CreateClientSessionTransportManager(
        Guid instanceId, string sessionName, PSRemotingCryptoHelper cryptoHelper) =>
        new ContainerTransportManager(_start, TimeSpan.FromMilliseconds(OpenTimeout), TimeSpan.FromMilliseconds(CancelTimeout), instanceId, cryptoHelper);

    /// <summary>The container's name.</summary>
    public override string ToString() => ComputerName;
}
