namespace PSContainer.Oci;

/// <summary>A kind of namespace; see namespaces(7).</summary>
public enum NamespaceKind
{
    /// <summary><c>pid</c>: process ids.</summary>
    Pid,

    /// <summary><c>network</c>: network devices, addresses, ports.</summary>
    Network,

    /// <summary><c>mount</c>: mounts.</summary>
    Mount,

    /// <summary><c>ipc</c>: System V IPC and POSIX message queues.</summary>
    Ipc,

    /// <summary><c>uts</c>: host name and domain name.</summary>
    Uts,

    /// <summary><c>user</c>: user and group ids, and capabilities.</summary>
    User,

    /// <summary><c>cgroup</c>: the view of control groups.</summary>
    Cgroup,

    /// <summary><c>time</c>: the boot-time and monotonic clocks.</summary>
    Time,
}
