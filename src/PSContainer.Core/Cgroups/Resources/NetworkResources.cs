using PSContainer.Oci;

namespace PSContainer.Cgroups;

/// <summary>Class and priorities of packets; version 1 only.</summary>
internal static class NetworkResources
{
    public static void Apply(CgroupDirectory group, CgroupControllers controller, LinuxNetwork network)
    {
        if (controller == CgroupControllers.NetworkClass)
        {
            ResourceWriter.Set(group, "network.classID", "net_cls.classid", $"{network.ClassId}");
            return;
        }

        foreach (LinuxInterfacePriority priority in network.Priorities ?? [])
        {
            ResourceWriter.Set(group, "network.priorities", "net_prio.ifpriomap", $"{priority.Name} {priority.Priority}");
        }
    }
}
