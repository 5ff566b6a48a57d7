using System.Text;
using PSContainer.Oci;

namespace PSContainer.Cgroups;

/// <summary>Which controllers limits need.</summary>
internal static class ResourceNeeds
{
    public static CgroupControllers Of(LinuxResources resources) =>
        When(resources.Memory is { } memory && HasAny(memory), CgroupControllers.Memory)
        | When(resources.Cpu is { } cpu && HasAny(cpu), CgroupControllers.Cpu)
        | When(!string.IsNullOrEmpty(resources.Cpu?.Cpus) || !string.IsNullOrEmpty(resources.Cpu?.Mems), CgroupControllers.CpuSet)
        | When(resources.Pids?.Limit is not null, CgroupControllers.Pids)
        | When(resources.BlockIO is { } blockIO && HasAny(blockIO), CgroupControllers.BlockIO)
        | When(resources.HugepageLimits is { Count: > 0 }, CgroupControllers.HugeTlb)
        | When(resources.Rdma is { Count: > 0 }, CgroupControllers.Rdma)
        | When(resources.Devices is { Count: > 0 }, CgroupControllers.Devices)
        | When(resources.Network?.ClassId is > 0, CgroupControllers.NetworkClass)
        | When(resources.Network?.Priorities is { Count: > 0 }, CgroupControllers.NetworkPriority)
        | OfUnified(resources.Unified);

    /// <summary>The property of the spec that a controller is for, as messages name it.</summary>
    public static string PropertyOf(CgroupControllers controller) => "linux.resources." + controller switch
    {
        CgroupControllers.Memory => "memory",
        CgroupControllers.Cpu => "cpu",
        CgroupControllers.CpuSet => "cpu.cpus or mems",
        CgroupControllers.Pids => "pids",
        CgroupControllers.BlockIO => "blockIO",
        CgroupControllers.HugeTlb => "hugepageLimits",
        CgroupControllers.Rdma => "rdma",
        CgroupControllers.Devices => "devices",
        CgroupControllers.NetworkClass => "network.classID",
        CgroupControllers.NetworkPriority => "network.priorities",
        _ => "unified",
    };

    /// <summary>The controller of a file of version 2; none for those that every group has, as <c>cgroup.max.depth</c>.</summary>
    public static CgroupControllers OfFile(string file) =>
        ControllerNames.Parse(Encoding.UTF8.GetBytes(file[..Math.Max(0, file.IndexOf('.'))])) & ControllerNames.Unified;

    private static CgroupControllers OfUnified(Dictionary<string, string>? files)
    {
        var needed = CgroupControllers.None;
        foreach (string file in files?.Keys ?? Enumerable.Empty<string>())
        {
            needed |= OfFile(file);
        }

        return needed;
    }

    private static bool HasAny(LinuxMemory memory) =>
        memory.Limit is not null || memory.Reservation is not null || memory.Swap is not null || memory.Kernel is not null
        || memory.KernelTcp is not null || memory.Swappiness is not null || memory.DisableOomKiller is true || memory.UseHierarchy is not null;

    private static bool HasAny(LinuxCpu cpu) =>
        cpu.Shares is > 0 || cpu.Quota is not (null or 0) || cpu.Period is > 0 || cpu.Burst is not null || cpu.Idle is not null
        || cpu.RealtimeRuntime is not (null or 0) || cpu.RealtimePeriod is > 0;

    private static bool HasAny(LinuxBlockIO io) =>
        io.Weight is > 0 || io.LeafWeight is > 0 || io.WeightDevice is { Count: > 0 } || io.ThrottleReadBpsDevice is { Count: > 0 }
        || io.ThrottleWriteBpsDevice is { Count: > 0 } || io.ThrottleReadIopsDevice is { Count: > 0 }
        || io.ThrottleWriteIopsDevice is { Count: > 0 };

    private static CgroupControllers When(bool needed, CgroupControllers controller) => needed ? controller : CgroupControllers.None;
}
