using System.Management.Automation;
using System.Management.Automation.Host;
using System.Management.Automation.Runspaces;
using PSContainer.Client;
using PSContainer.Errors;

namespace PSContainer.Commands;

/// <summary>A session that is being opened.</summary>
internal sealed class SessionOpening : IDisposable
{
    private readonly ManualResetEventSlim _settled = new();
    private bool _kept;

    private SessionOpening(Runspace runspace, string containerName)
    {
        Runspace = runspace;
        ContainerName = containerName;
        runspace.StateChanged += OnStateChanged;
    }

    /// <summary>The runspace in the container.</summary>
    public Runspace Runspace { get; }

    /// <summary>What the container is called.</summary>
    public string ContainerName { get; }

    /// <summary>Starts pwsh; does not wait for it.</summary>
    public static SessionOpening Begin(ProcessStart start, PSHost host)
    {
        RunspaceConnectionInfo connection = SessionTransport.Connect(start);
        var opening = new SessionOpening(RunspaceFactory.CreateRunspace(connection, host, SessionTransport.Types), start.ContainerName);
        opening.Runspace.OpenAsync();
        return opening;
    }

    /// <summary>Waits until it is open.</summary>
    /// <exception cref="ContainerException">It cannot be opened, and why.</exception>
    /// <exception cref="OperationCanceledException">The wait was cancelled.</exception>
    public void Wait(CancellationToken cancellation)
    {
        _settled.Wait(cancellation);
        if (Runspace.RunspaceStateInfo is { State: not RunspaceState.Opened } state)
        {
            throw state.Reason as ContainerException ?? state.Reason?.InnerException as ContainerException ?? new ContainerException(
                "Session.OpenFailed", ErrorKind.OperationFailed,
                $"No session could be opened in the container '{ContainerName}': {state.Reason?.Message ?? "it was closed"}", ContainerName, null, state.Reason);
        }
    }

    /// <summary>Makes a session of it, which lives on.</summary>
    public PSSession Keep(PSCmdlet cmdlet)
    {
        PSSession session = SessionTransport.CreateSession(Runspace, cmdlet);
        _kept = true;
        return session;
    }

    /// <summary>Ends what was not kept.</summary>
    public void Dispose()
    {
        Runspace.StateChanged -= OnStateChanged;
        if (!_kept)
        {
            Runspace.Dispose();
        }

        _settled.Dispose();
    }

    private void OnStateChanged(object? sender, RunspaceStateEventArgs change)
    {
        if (change.RunspaceStateInfo.State is RunspaceState.Opened or RunspaceState.Closed or RunspaceState.Broken)
        {
            _settled.Set();
        }
    }
}
