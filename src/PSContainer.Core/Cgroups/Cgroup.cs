using PSContainer.Errors;
using PSContainer.Oci;

namespace PSContainer.Cgroups;

/// <summary>A container's cgroup: one group in version 2, one in each hierarchy that is needed in version 1.</summary>
/// <remarks>Disposing closes descriptors; only <see cref="Remove"/> removes the group.</remarks>
internal sealed class Cgroup : IDisposable
{
    private readonly List<CgroupDirectory> _directories;

    internal Cgroup(List<CgroupDirectory> directories, SystemdScope? scope = null)
    {
        _directories = directories;
        Scope = scope;
        foreach (CgroupDirectory directory in directories)
        {
            Unified = directory.IsUnified ? directory : Unified;
        }
    }

    /// <summary>The groups, and the folders made on the way to them.</summary>
    internal IReadOnlyList<CgroupDirectory> Directories => _directories;

    /// <summary>The unit of systemd that the group belongs to, or null.</summary>
    internal SystemdScope? Scope { get; }

    /// <summary>There is no group: none was needed and none could be made.</summary>
    public bool IsEmpty => _directories.Count == 0;

    /// <summary>The group in version 2, or null.</summary>
    internal CgroupDirectory? Unified { get; }

    /// <summary>The descriptor for <c>CLONE_INTO_CGROUP</c>, open as long as this object; -1 where there is no version 2.</summary>
    public int UnifiedDescriptor => Unified?.Descriptor ?? -1;

    /// <summary>Makes a group and sets its limits.</summary>
    /// <exception cref="ContainerException">Nothing was made, or what was made is removed again.</exception>
    public static Cgroup Create(CgroupLayout layout, CgroupRequest request) => new CgroupBuilder(layout, request).Build();

    /// <summary>Comes back to a group from what <see cref="ToState"/> gave.</summary>
    public static Cgroup Open(IReadOnlyList<string> state) => CgroupState.Read(state);

    /// <summary>What the state file keeps, a line for each directory: <c>memory:/sys/fs/cgroup/memory/pscontainer-web</c>.</summary>
    public IReadOnlyList<string> ToState() => CgroupState.Write(_directories, Scope);

    /// <summary>The group that has <paramref name="controller"/>; version 1 first, as the kernel has it.</summary>
    internal CgroupDirectory? Find(CgroupControllers controller)
    {
        foreach (CgroupDirectory directory in _directories)
        {
            if (directory.Kind == CgroupDirectoryKind.Legacy && directory.Has(controller))
            {
                return directory;
            }
        }

        return Unified is not null && Unified.Has(controller) ? Unified : null;
    }

    /// <summary>The groups at a path below these, which the container has made: where a command that joins it may go.</summary>
    /// <exception cref="ContainerException">The path climbs, or no such group is there.</exception>
    public Cgroup Below(string path)
    {
        string name = CgroupPath.Normalize(path).TrimStart('/');
        var below = new List<CgroupDirectory>();
        foreach (CgroupDirectory directory in _directories)
        {
            if (directory.Kind != CgroupDirectoryKind.Parent && Directory.Exists($"{directory.Path}/{name}"))
            {
                below.Add(new CgroupDirectory($"{directory.Path}/{name}", directory.Kind, directory.Controllers));
            }
        }

        return below.Count > 0 ? new Cgroup(below) : throw CgroupErrors.NoneBelow(path);
    }

    /// <summary>Sets limits, on a new group or one with processes; what is null stays as it is.</summary>
    /// <exception cref="ContainerException">A value is wrong, or cannot be honoured here. Earlier ones of the same call may hold.</exception>
    public void Apply(LinuxResources resources)
    {
        CgroupResources.Apply(this, resources);
        Scope?.Set(resources, MemoryLimit);
    }

    /// <summary>Moves a process, with its threads, into the group. In version 1 a new process is quicker by <see cref="OpenEntries"/>.</summary>
    public void Attach(int pid) => CgroupEntry.Attach(this, pid, unifiedOnly: false);

    /// <summary>The same in version 2 alone, for a process that enters the version 1 hierarchies by itself.</summary>
    public void AttachUnified(int pid) => CgroupEntry.Attach(this, pid, unifiedOnly: true);

    /// <summary>
    /// Opens, in each version 1 hierarchy, the file through which a new process enters by itself: see <see cref="Enter"/>.
    /// The caller closes them.
    /// </summary>
    public int[] OpenEntries() => CgroupEntry.OpenLegacy(this);

    /// <summary>Moves the calling thread, which has to be its process's only one, into a group; 0 or a negative errno.</summary>
    /// <remarks>For a child right after its clone: no allocation, and no wait for an RCU grace period, as moving another has.</remarks>
    public static int Enter(int entry) => CgroupFile.Write(entry, "0"u8);

    /// <summary>Ends every process in the group and below with SIGKILL, frozen ones too, and returns when it has been sent.</summary>
    public void Kill() => CgroupSignal.Kill(this);

    /// <summary>Sends a signal to every process in the group and below.</summary>
    public void Signal(int signal) => CgroupSignal.Send(this, signal);

    /// <summary>Stops every process in the group and below, and returns when they have.</summary>
    public void Freeze() => CgroupFreezer.Set(this, frozen: true);

    /// <summary>Lets them go on.</summary>
    public void Thaw() => CgroupFreezer.Set(this, frozen: false);

    /// <summary>Whether the group is frozen, or being frozen.</summary>
    public bool IsFrozen => CgroupFreezer.IsFrozen(this);

    /// <summary>The processes in the group and below, as the caller's PID namespace numbers them.</summary>
    public IReadOnlyList<int> ProcessIds() => CgroupProcesses.Read(this);

    /// <summary>What the group used so far, and its limits.</summary>
    public CgroupStatistics ReadStatistics() => CgroupStatisticsReader.Read(this);

    /// <summary>How many processes of the group the kernel killed for want of memory; 0 where it does not count.</summary>
    public long OomKillCount => CgroupStatisticsReader.ReadOomKills(this);

    /// <summary>The memory limit, in bytes; null for none.</summary>
    public long? MemoryLimit => CgroupStatisticsReader.ReadMemoryLimit(this);

    /// <summary>Gives a version 2 group to a user, who may then make groups below it; nothing in version 1, where that is not safe.</summary>
    public void Delegate(uint uid, uint gid) => CgroupDelegation.GiveTo(this, uid, gid);

    /// <summary>Removes the group and those that were made below it. It is no error if it is gone already.</summary>
    /// <param name="patience">How long to wait for dying processes; 10 seconds by default.</param>
    /// <exception cref="ContainerException">There are processes in it still.</exception>
    public void Remove(TimeSpan? patience = null)
    {
        Scope?.Stop();
        CgroupRemover.Remove(_directories, patience ?? TimeSpan.FromSeconds(10));
    }

    public void Dispose()
    {
        foreach (CgroupDirectory directory in _directories)
        {
            directory.Dispose();
        }
    }
}
