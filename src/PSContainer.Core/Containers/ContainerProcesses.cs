using PSContainer.Cgroups;
using PSContainer.Errors;

namespace PSContainer.Containers;

/// <summary>The processes of a container: those in its cgroup; without one, those in its PID namespace.</summary>
internal static class ContainerProcesses
{
    /// <summary>Their pids, as the caller's PID namespace counts them, in order.</summary>
    public static IReadOnlyList<int> Find(StoredContainer container)
    {
        if (container.Cgroup is { IsEmpty: false } cgroup)
        {
            int[] pids = [.. Read(cgroup)];
            Array.Sort(pids);
            return pids;
        }

        return container.IsAlive ? PidNamespaceMembers.Of(container.State.Pid) : [];
    }

    // A cgroup that is gone, with a container that has ended, has nobody in it.
    private static IReadOnlyList<int> Read(Cgroup cgroup)
    {
        try
        {
            return cgroup.ProcessIds();
        }
        catch (ContainerException error) when (error.Kind == ErrorKind.NotFound)
        {
            return [];
        }
    }
}
