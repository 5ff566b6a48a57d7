using PSContainer.Errors;
using PSContainer.Oci;

namespace PSContainer.Cgroups;

/// <summary>
/// The unit of systemd that a container's cgroup belongs to. systemd makes the group and removes it, and sets the limits that it
/// knows; the others are written to the group, which is delegated.
/// </summary>
/// <param name="Socket">The manager's socket, or that of the bus it is on.</param>
/// <param name="Unit">The unit's name.</param>
internal sealed record SystemdScope(string Socket, string Unit)
{
    /// <summary>Makes a scope of a process that has not begun yet, with the limits that systemd knows; see <see cref="Limit"/>.</summary>
    /// <param name="socket">The manager's.</param>
    /// <param name="name">The scope and its slice.</param>
    /// <param name="request">What limits, and for which container.</param>
    /// <param name="annotations">Those of the spec; some set properties of the unit.</param>
    /// <param name="pid">The process.</param>
    /// <exception cref="ContainerException">systemd refused.</exception>
    public static Cgroup Start(string socket, ScopeName name, CgroupRequest request, Dictionary<string, string>? annotations, int pid)
    {
        List<UnitProperty> properties = Properties(name, request.ContainerId, pid);
        Override(properties, UnitLimits.Of(request.Resources ?? new LinuxResources(), null));
        Override(properties, UnitAnnotations.Read(annotations));
        using (var manager = SystemdManager.Connect(socket))
        {
            manager.Start(name.Unit, properties);
        }

        string path = CgroupHost.Read(pid).Unified?.OwnDirectory ?? "";
        return path.EndsWith($"/{name.Unit}", StringComparison.Ordinal)
            ? new Cgroup([new CgroupDirectory(path, CgroupDirectoryKind.Unified, CgroupControllers.None)], new SystemdScope(socket, name.Unit))
            : throw SystemdErrors.NotInScope(pid, name.Unit, path);
    }

    /// <summary>Before anything is made: what can be said of a request without systemd.</summary>
    /// <exception cref="ContainerException">It is wrong, or wants what the machine has not got.</exception>
    public static void Check(CgroupLayout layout, LinuxResources? resources)
    {
        if (layout.Mode != CgroupMode.Unified)
        {
            throw SystemdErrors.NotUnified();
        }

        if (resources is not null)
        {
            ResourceCheck.Check(resources);
            UnifiedResources.CheckMachine(layout.Unified, resources.Unified);
        }
    }

    /// <summary>Sets all limits in a scope's group: those that systemd does not know, and the others as exactly as they were asked.</summary>
    public static void Limit(Cgroup cgroup, CgroupLayout layout, CgroupRequest request)
    {
        if (request.Resources is { } resources)
        {
            CgroupControllers required = ResourceNeeds.Of(resources) & ControllerNames.Unified;
            UnifiedPlace.Enable(cgroup.Unified!, layout.Unified!.MountPoint, required, required);
            CgroupResources.ApplyChecked(cgroup, resources, request.SkipDevices);
        }
    }

    /// <summary>Tells systemd of limits that hold in the group already.</summary>
    public void Set(LinuxResources resources, long? memoryLimit)
    {
        List<UnitProperty> properties = UnitLimits.Of(resources, memoryLimit);
        if (properties.Count > 0)
        {
            using var manager = SystemdManager.Connect(Socket);
            manager.Set(Unit, properties);
        }
    }

    /// <summary>Ends the unit, where it is there still. Whether the group goes tells whether that was needed: systemd may be gone itself.</summary>
    public void Stop()
    {
        try
        {
            using var manager = SystemdManager.Connect(Socket);
            manager.Stop(Unit);
        }
        catch (Exception error) when (error is ContainerException or LinuxException)
        {
        }
    }

    private static List<UnitProperty> Properties(ScopeName name, string id, int pid) =>
    [
        UnitProperty.Text("Description", $"PSContainer container {id}"),
        UnitProperty.Text("Slice", name.Slice),
        new("PIDs", "au", new[] { (uint)pid }),
        UnitProperty.Boolean("Delegate", true),
        UnitProperty.Boolean("DefaultDependencies", false),
        UnitProperty.Boolean("CPUAccounting", true),
        UnitProperty.Boolean("MemoryAccounting", true),
        UnitProperty.Boolean("TasksAccounting", true),
        UnitProperty.Boolean("IOAccounting", true),
        // A unit that failed would else hold its name.
        UnitProperty.Text("CollectMode", "inactive-or-failed"),
    ];

    private static void Override(List<UnitProperty> properties, List<UnitProperty> others)
    {
        foreach (UnitProperty other in others)
        {
            properties.RemoveAll(property => property.Name == other.Name);
            properties.Add(other);
        }
    }
}
