namespace PSContainer.Client;

/// <summary>
/// PowerShell remoting over a process in a container. What implements it lies in an assembly of its own, which is loaded when the
/// first session is opened; PowerShell's types are objects here, because Core knows none of them.
/// </summary>
internal interface ISessionTransport
{
    /// <summary>The connection to a pwsh that is started as a server when a runspace is opened on it.</summary>
    /// <param name="start">That pwsh.</param>
    /// <returns>A <c>RunspaceConnectionInfo</c>.</returns>
    object Connect(ProcessStart start);

    /// <summary>Makes a session that PowerShell's own cmdlets take, and list.</summary>
    /// <param name="runspace">The remote <c>Runspace</c>.</param>
    /// <param name="cmdlet">The <c>PSCmdlet</c> that makes it.</param>
    /// <returns>A <c>PSSession</c>.</returns>
    object CreateSession(object runspace, object cmdlet);
}
