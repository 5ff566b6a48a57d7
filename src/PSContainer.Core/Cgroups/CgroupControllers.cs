namespace PSContainer.Cgroups;

/// <summary>A set of controllers, under the meanings that both versions of cgroups share.</summary>
[Flags]
internal enum CgroupControllers
{
    None = 0,
    Cpu = 1 << 0,

    /// <summary>Accounting of processor time. Version 2 does that in every group, without a controller.</summary>
    CpuAccounting = 1 << 1,
    CpuSet = 1 << 2,
    Memory = 1 << 3,
    Pids = 1 << 4,

    /// <summary><c>io</c> in version 2, <c>blkio</c> in version 1.</summary>
    BlockIO = 1 << 5,

    /// <summary>A controller in version 1, an eBPF program on the group in version 2.</summary>
    Devices = 1 << 6,

    /// <summary>A controller in version 1, part of every group in version 2.</summary>
    Freezer = 1 << 7,
    HugeTlb = 1 << 8,
    Rdma = 1 << 9,
    NetworkClass = 1 << 10,
    NetworkPriority = 1 << 11,
    PerfEvent = 1 << 12,
    Misc = 1 << 13,

    /// <summary>Version 1 hierarchies without a controller (<c>name=systemd</c>), or with one that has no flag here.</summary>
    Other = 1 << 14,

    /// <summary>Every hierarchy that there is: what an OCI runtime joins.</summary>
    All = (1 << 15) - 1,
}
