using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Reflection;
using PSContainer.Client;

namespace PSContainer.Commands;

/// <summary>
/// PowerShell remoting into containers. It is in an assembly of its own, PSContainer.Remoting, which is loaded here, at the first
/// use: importing the module costs nothing for it.
/// </summary>
internal static class SessionTransport
{
    private const string AssemblyName = "PSContainer.Remoting";

    private static readonly Lazy<ISessionTransport> s_transport = new(Load);
    private static readonly Lazy<TypeTable> s_types = new(TypeTable.LoadDefaultTypeFiles);

    /// <summary>The types that objects of another session are shown with.</summary>
    public static TypeTable Types => s_types.Value;

    /// <summary>
    /// The connection to a pwsh that a runspace, or a pool of them, can be created on; pwsh is started when that is opened, and ended
    /// when it is closed.
    /// </summary>
    /// <param name="start">That pwsh: see <see cref="PowerShellServer"/>.</param>
    public static RunspaceConnectionInfo Connect(ProcessStart start) => (RunspaceConnectionInfo)s_transport.Value.Connect(start);

    /// <summary>Makes a session of an open runspace that PowerShell's own cmdlets take, and list.</summary>
    public static PSSession CreateSession(Runspace runspace, PSCmdlet cmdlet) => (PSSession)s_transport.Value.CreateSession(runspace, cmdlet);

    private static ISessionTransport Load()
    {
        string folder = Path.GetDirectoryName(typeof(SessionTransport).Assembly.Location)!;
        Type type = Assembly.LoadFrom(Path.Combine(folder, AssemblyName + ".dll")).GetType($"{AssemblyName}.SessionTransport", throwOnError: true)!;
        return (ISessionTransport)Activator.CreateInstance(type, nonPublic: true)!;
    }
}
