using PSContainer.Cgroups;
using PSContainer.Errors;
using static PSContainer.Hosting.ContainerHostCheck;

namespace PSContainer.Hosting;

/// <summary>Cgroups: which there are, and which limits this user can set with them.</summary>
internal static class CgroupChecks
{
    private const string Delegate = "Run as root, or in a cgroup of your own: systemd-run --user --scope -p Delegate=yes pwsh";

    private static readonly (string Name, CgroupControllers Controller)[] s_controllers =
    [
        ("CpuController", CgroupControllers.Cpu), ("CpuSetController", CgroupControllers.CpuSet), ("MemoryController", CgroupControllers.Memory),
        ("PidsController", CgroupControllers.Pids), ("IOController", CgroupControllers.BlockIO),
    ];

    public static IEnumerable<ContainerHostCheck> Run(HostView host)
    {
        CgroupLayout layout;
        try
        {
            layout = host.Cgroups;
        }
        catch (LinuxException)
        {
            layout = new CgroupLayout([]);
        }

        yield return Mode(layout);
        foreach ((string name, CgroupControllers controller) in s_controllers)
        {
            yield return Controller(layout, name, controller);
        }
    }

    private static ContainerHostCheck Mode(CgroupLayout layout)
    {
        const string name = "Cgroups";
        return layout.Mode switch
        {
            CgroupMode.Unified => Ok(name, $"Version 2 at {layout.Unified!.MountPoint}"),
            CgroupMode.Hybrid => Ok(name, $"Version 1 for controllers, version 2 at {layout.Unified!.MountPoint}"),
            CgroupMode.Legacy => Limited(
                name, "Version 1 only: root alone can limit containers, and one without a PID namespace ends more slowly.",
                "Boot with systemd.unified_cgroup_hierarchy=1, or mount version 2: mount -t cgroup2 none /sys/fs/cgroup/unified"),
            _ => Limited(
                name, "None is mounted: no limits, no pausing, no figures.", "Mount version 2: mount -t cgroup2 none /sys/fs/cgroup"),
        };
    }

    private static ContainerHostCheck Controller(CgroupLayout layout, string name, CgroupControllers controller)
    {
        string word = ControllerNames.Join(controller);
        if (layout.Find(controller) is not { } hierarchy)
        {
            return Limited(
                name, $"No hierarchy has the controller '{word}'.",
                $"Boot with it enabled (cgroup_enable={word}), or add it to cgroup.subtree_control of the groups above.");
        }

        string version = hierarchy.IsUnified ? "Version 2" : "Version 1";
        return (hierarchy.IsUnified ? UnifiedPlace(hierarchy, controller) : LegacyPlace(hierarchy)) is { } place
            ? Ok(name, $"{version}, at {place}")
            : Limited(name, $"{version}; this user may make no group with it.", Delegate);
    }

    private static string? LegacyPlace(CgroupHierarchy hierarchy)
    {
        string place = hierarchy.OwnDirectory ?? hierarchy.MountPoint;
        return CgroupFolder.MayWrite(place) ? place : null;
    }

    // The nearest group, from the caller's own upwards, that this user may write and whose children can have the controller.
    private static string? UnifiedPlace(CgroupHierarchy hierarchy, CgroupControllers controller)
    {
        string place = hierarchy.OwnDirectory ?? hierarchy.MountPoint;
        for (; place.Length >= hierarchy.MountPoint.Length; place = CgroupPath.Parent(place))
        {
            if (CanHand(place, controller) && CgroupFolder.MayWrite(place) && CgroupFolder.MayWrite(place + "/cgroup.procs"))
            {
                return place;
            }
        }

        return null;
    }

    private static bool CanHand(string place, CgroupControllers controller)
    {
        Span<byte> text = stackalloc byte[512];
        int length = CgroupFile.Read(CgroupFile.AtCurrent, place + "/cgroup.controllers", text);
        return length > 0 && (ControllerNames.ParseList(text[..length]) & controller) != 0;
    }
}
