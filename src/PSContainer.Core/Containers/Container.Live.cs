using PSContainer.Cgroups;
using PSContainer.Containers;
using PSContainer.Errors;

namespace PSContainer;

public sealed partial class Container
{
    /// <summary>The memory that it uses now, in bytes, file cache included; null where it does not run, or has no memory cgroup.</summary>
    public long? MemoryUsage => Look(static stored => stored.Cgroup?.ReadStatistics().MemoryUsage);

    /// <summary>The processes in it now; none where it does not run.</summary>
    public IReadOnlyList<ContainerProcessInfo> Processes => Look(stored =>
    {
        var table = new ProcessTable(this);
        return ContainerProcesses.Find(stored).Select(table.Read).OfType<ContainerProcessInfo>().ToList();
    }) ?? [];

    // What is asked of a container that has just ended or been removed is nothing, and no error.
    private T? Look<T>(Func<StoredContainer, T?> look)
    {
        try
        {
            using var stored = StoredContainer.Open(_store, Id);
            return stored.IsAlive ? look(stored) : default;
        }
        catch (ContainerException)
        {
            return default;
        }
    }
}
