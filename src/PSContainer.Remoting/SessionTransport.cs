using System.Management.Automation;
using System.Management.Automation.Runspaces;
using PSContainer.Client;

namespace PSContainer.Remoting;

/// <summary>What the module knows of this assembly; it is made by its name.</summary>
internal sealed class SessionTransport : ISessionTransport
{
    /// <summary>What <c>Get-PSSession</c> shows as the transport.</summary>
    private const string TransportName = "PSContainer";

    public object Connect(ProcessStart start) => new ContainerConnectionInfo(start);

    public object CreateSession(object runspace, object cmdlet) => PSSession.Create((Runspace)runspace, TransportName, (PSCmdlet)cmdlet);
}
