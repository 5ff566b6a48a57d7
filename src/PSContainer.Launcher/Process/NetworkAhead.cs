using System.Runtime.InteropServices;
using PSContainer.Launch;
using PSContainer.Oci;
using static Tmds.Linux.LibC;

namespace PSContainer.Launcher.Process;

/// <summary>
/// A network namespace that is made while the launcher does other things, and is waited for in the container's process. It costs a
/// sixth of a launch where there is a second processor; should it fail, it is made in its place, and the failure told there.
/// </summary>
internal sealed partial class NetworkAhead : IDisposable
{
    private NetworkAhead(int socket) => Socket = socket;

    /// <summary>Where it arrives.</summary>
    public int Socket { get; private set; }

    /// <summary>Begins to make one, if the plan wants one that belongs to the launcher's own user namespace; else null.</summary>
    public static NetworkAhead? Begin(NamespacePlan plan)
    {
        if (!plan.Makes(NamespaceKind.Network) || plan.Makes(NamespaceKind.User) || plan.Joins.Count > 0 || plan.TimeOffsets is not null)
        {
            return null;
        }

        SyncSocket pair = SyncSocket.Create();
        if (Begin(pair.Child) == 0)
        {
            return new NetworkAhead(pair.Parent);
        }

        close(pair.Child);
        close(pair.Parent);
        return null;
    }

    /// <summary>Waits until nobody is at work on it any more.</summary>
    public void Dispose()
    {
        if (Socket >= 0)
        {
            End();
            close(Socket);
            Socket = -1;
        }
    }

    // Native/network-ahead.c.
    [LibraryImport("network-ahead", EntryPoint = "pscontainer_network_begin")]
    private static partial int Begin(int listener);

    [LibraryImport("network-ahead", EntryPoint = "pscontainer_network_end")]
    private static partial void End();
}
