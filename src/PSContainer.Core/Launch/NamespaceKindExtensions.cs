using PSContainer.Oci;
using static PSContainer.Interop.Interop;
using static Tmds.Linux.LibC;

namespace PSContainer.Launch;

/// <summary>What the kernel calls the namespaces; see <c>namespaces(7)</c>.</summary>
internal static class NamespaceKindExtensions
{
    /// <summary>The flag of clone3, unshare and setns.</summary>
    public static ulong CloneFlag(this NamespaceKind kind) => kind switch
    {
        NamespaceKind.Pid => (ulong)CLONE_NEWPID,
        NamespaceKind.Network => (ulong)CLONE_NEWNET,
        NamespaceKind.Mount => (ulong)CLONE_NEWNS,
        NamespaceKind.Ipc => (ulong)CLONE_NEWIPC,
        NamespaceKind.Uts => (ulong)CLONE_NEWUTS,
        NamespaceKind.User => (ulong)CLONE_NEWUSER,
        NamespaceKind.Cgroup => (ulong)CLONE_NEWCGROUP,
        _ => CLONE_NEWTIME,
    };

    /// <summary>The name of the file in <c>/proc/PID/ns</c>.</summary>
    public static string FileName(this NamespaceKind kind) => kind switch
    {
        NamespaceKind.Network => "net",
        NamespaceKind.Mount => "mnt",
        _ => kind.ToString().ToLowerInvariant(),
    };
}
