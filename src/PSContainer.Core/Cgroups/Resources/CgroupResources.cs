using PSContainer.Errors;
using PSContainer.Oci;

namespace PSContainer.Cgroups;

/// <summary>Sets the limits of a group, each where its controller is.</summary>
internal static class CgroupResources
{
    public static void Apply(Cgroup cgroup, LinuxResources resources)
    {
        ResourceCheck.Check(resources);
        ApplyChecked(cgroup, resources, skipDevices: false);
    }

    public static void ApplyChecked(Cgroup cgroup, LinuxResources resources, bool skipDevices)
    {
        CgroupControllers needed = ResourceNeeds.Of(resources) & (skipDevices ? ~CgroupControllers.Devices : CgroupControllers.All);
        foreach (CgroupControllers one in ControllerNames.Each(needed))
        {
            CgroupDirectory group = cgroup.Find(one) ?? throw NotThere(one);
            ApplyOne(group, one, resources);
        }

        UnifiedResources.Apply(cgroup.Unified, resources.Unified); // last: what it says goes over the rest
    }

    private static void ApplyOne(CgroupDirectory group, CgroupControllers controller, LinuxResources resources)
    {
        switch (controller)
        {
            case CgroupControllers.Memory when resources.Memory is { } memory: MemoryResources.Apply(group, memory); break;
            case CgroupControllers.Cpu when resources.Cpu is { } cpu: CpuResources.Apply(group, cpu); break;
            case CgroupControllers.CpuSet when resources.Cpu is { } cpu: CpuSetResources.Apply(group, cpu); break;
            case CgroupControllers.Pids when resources.Pids?.Limit is { } limit: PidsResources.Apply(group, limit); break;
            case CgroupControllers.BlockIO when resources.BlockIO is { } io: BlockIOResources.Apply(group, io); break;
            case CgroupControllers.HugeTlb when resources.HugepageLimits is { } limits: HugeTlbResources.Apply(group, limits); break;
            case CgroupControllers.Rdma when resources.Rdma is { } rdma: RdmaResources.Apply(group, rdma); break;
            case CgroupControllers.Devices when resources.Devices is { } rules: DeviceResources.Apply(group, rules); break;
            case CgroupControllers.NetworkClass or CgroupControllers.NetworkPriority when resources.Network is { } network:
                NetworkResources.Apply(group, controller, network);
                break;
        }
    }

    private static ContainerException NotThere(CgroupControllers one) => CgroupErrors.NoController(
        one, ResourceNeeds.PropertyOf(one), $"the container's cgroup has no '{ControllerNames.Join(one)}' controller");
}
