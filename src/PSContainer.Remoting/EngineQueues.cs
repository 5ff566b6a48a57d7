using System.Collections;
using System.Management.Automation.Remoting.Client;
using System.Reflection;

namespace PSContainer.Remoting;

/// <summary>
/// What the engine has taken from a server and not handed on yet: objects of each pipeline, in queues that have no limit and that it
/// shows to nobody. Where they are not found, nothing is known of them.
/// </summary>
internal static class EngineQueues
{
    private const BindingFlags Hidden = BindingFlags.Instance | BindingFlags.NonPublic;

    private static readonly FieldInfo? s_commands = typeof(ClientSessionTransportManagerBase).GetField("_cmdTransportManagers", Hidden);
    private static readonly FieldInfo? s_lock = typeof(BaseClientTransportManager).GetField("syncObject", Hidden);
    private static readonly FieldInfo? s_queue = typeof(BaseClientTransportManager).GetField("_callbackNotificationQueue", Hidden);

    /// <summary>Whether one of a session's queues has so many objects.</summary>
    public static bool AreLong(ClientSessionTransportManagerBase session, int most)
    {
        if (s_lock?.GetValue(session) is not { } gate || s_commands?.GetValue(session) is not IDictionary commands)
        {
            return false;
        }

        lock (gate)
        {
            return IsLong(session, most) || commands.Values.Cast<object>().Any(command => IsLong(command, most));
        }
    }

    private static bool IsLong(object manager, int most) => s_queue?.GetValue(manager) is ICollection queue && queue.Count >= most;
}
