using PSContainer.Cgroups;
using PSContainer.Errors;
using PSContainer.Oci;

namespace PSContainer.Tests.Cgroups;

public sealed class ResourceCheckTests
{
    public static TheoryData<string, LinuxResources> Bad => new()
    {
        { "memory.limit", Memory(new() { Limit = 0 }) },
        { "memory.limit", Memory(new() { Limit = -2 }) },
        { "memory.limit", Memory(new() { Limit = long.MinValue }) },
        { "memory.reservation", Memory(new() { Reservation = -5 }) },
        { "memory.swap", Memory(new() { Swap = -7 }) },
        { "memory.swap", Memory(new() { Limit = 100, Swap = 99 }) },
        { "memory.swap", Memory(new() { Limit = -1, Swap = 100 }) },
        { "memory.kernel", Memory(new() { Kernel = -2 }) },
        { "memory.kernelTCP", Memory(new() { KernelTcp = -2 }) },
        { "memory.swappiness", Memory(new() { Swappiness = 101 }) },
        { "cpu.shares", Cpu(new() { Shares = ulong.MaxValue }) },
        { "cpu.quota", Cpu(new() { Quota = 999 }) },
        { "cpu.quota", Cpu(new() { Quota = -2 }) },
        { "cpu.period", Cpu(new() { Period = 999 }) },
        { "cpu.period", Cpu(new() { Period = 1_000_001 }) },
        { "cpu.burst", Cpu(new() { Quota = 5000, Burst = 5001 }) },
        { "cpu.burst", Cpu(new() { Burst = ulong.MaxValue }) },
        { "cpu.idle", Cpu(new() { Idle = 2 }) },
        { "cpu.realtimeRuntime", Cpu(new() { RealtimeRuntime = -2 }) },
        { "cpu.realtimePeriod", Cpu(new() { RealtimePeriod = ulong.MaxValue }) },
        { "cpu.cpus", Cpu(new() { Cpus = "3-1" }) },
        { "cpu.cpus", Cpu(new() { Cpus = "0,,1" }) },
        { "cpu.cpus", Cpu(new() { Cpus = "0\n1" }) },
        { "cpu.mems", Cpu(new() { Mems = "all" }) },
        { "cpu.mems", Cpu(new() { Mems = "0-99999999" }) },
        { "pids.limit", new() { Pids = new LinuxPids { Limit = -2 } } },
        { "blockIO.weight", IO(new() { Weight = 9 }) },
        { "blockIO.weight", IO(new() { Weight = 1001 }) },
        { "blockIO.leafWeight", IO(new() { LeafWeight = 5 }) },
        { "blockIO.weightDevice", IO(new() { WeightDevice = [new() { Major = 8 }] }) },
        { "blockIO.weightDevice", IO(new() { WeightDevice = [new() { Major = -1, Weight = 100 }] }) },
        { "blockIO.throttleReadBpsDevice", IO(new() { ThrottleReadBpsDevice = [new() { Major = 4096 }] }) },
        { "blockIO.throttleWriteIOPSDevice", IO(new() { ThrottleWriteIopsDevice = [new() { Minor = 1 << 20 }] }) },
        { "hugepageLimits", new() { HugepageLimits = [new() { PageSize = "../x" }] } },
        { "hugepageLimits", new() { HugepageLimits = [new() { PageSize = "2M" }] } },
        { "hugepageLimits", new() { HugepageLimits = [new() { PageSize = "MB" }] } },
        { "hugepageLimits", new() { HugepageLimits = [new() { PageSize = "02MB" }] } },
        { "rdma", new() { Rdma = new() { ["a b"] = new() } } },
        { "network.priorities", new() { Network = new() { Priorities = [new() { Name = "" }] } } },
        { "unified", new() { Unified = new() { ["../cgroup.procs"] = "1" } } },
        { "unified", new() { Unified = new() { ["memory"] = "1" } } },
        { "unified", new() { Unified = new() { [".high"] = "1" } } },
        { "unified", new() { Unified = new() { ["memory."] = "1" } } },
        { "devices", Device(new() { Type = DeviceKind.Fifo }) },
        { "devices", Device(new() { Major = -2 }) },
        { "devices", Device(new() { Major = 4096 }) },
        { "devices", Device(new() { Minor = 1 << 20 }) },
    };

    [Theory]
    [MemberData(nameof(Bad))]
    public void A_value_that_no_kernel_can_honour_is_refused_by_name(string property, LinuxResources resources)
    {
        ContainerException e = Assert.Throws<ContainerException>(() => ResourceCheck.Check(resources));

        Assert.Equal(ErrorKind.InvalidArgument, e.Kind);
        Assert.StartsWith($"linux.resources.{property} ", e.Message);
    }

    [Fact]
    public void Values_at_their_bounds_are_fine()
    {
        ResourceCheck.Check(new LinuxResources());
        ResourceCheck.Check(Memory(new() { Limit = 1, Reservation = 0, Swap = 1, Swappiness = 100 }));
        ResourceCheck.Check(Memory(new() { Limit = -1, Reservation = -1, Swap = -1, Kernel = -1, KernelTcp = -1, Swappiness = 0 }));
        ResourceCheck.Check(Memory(new() { Limit = long.MaxValue, Swap = long.MaxValue }));
        ResourceCheck.Check(Cpu(new() { Shares = 2, Quota = 1000, Period = 1000, Burst = 1000, Idle = 1, Cpus = "0-3,7", Mems = "0" }));
        ResourceCheck.Check(Cpu(new() { Shares = 0, Quota = -1, Period = 0, Idle = 0, Cpus = "", Mems = "" }));
        ResourceCheck.Check(new() { Pids = new LinuxPids { Limit = -1 } });
        ResourceCheck.Check(IO(new() { Weight = 10, LeafWeight = 1000, WeightDevice = [new() { Major = 8, LeafWeight = 10 }] }));
        ResourceCheck.Check(new() { HugepageLimits = [new() { PageSize = "2MB" }, new() { PageSize = "64KB" }, new() { PageSize = "1GB" }] });
        ResourceCheck.Check(new() { Unified = new() { ["memory.high"] = "max", ["hugetlb.2MB.max"] = "0" } });
        ResourceCheck.Check(Device(new() { Allow = true, Major = 4095, Minor = (1 << 20) - 1 }));
    }

    [Fact]
    public void A_wrong_value_is_found_before_anything_is_made()
    {
        TestGroup.SkipUnlessPossible();
        string name = TestGroup.NewId();
        LinuxResources resources = Memory(new() { Limit = -2 });

        Assert.Throws<ContainerException>(() => new TestGroup(resources, CgroupControllers.All, $"{name}/inner"));

        Assert.Empty(AbsolutePaths.FindAnywhere(name));
    }

    private static LinuxResources Memory(LinuxMemory memory) => new() { Memory = memory };

    private static LinuxResources Cpu(LinuxCpu cpu) => new() { Cpu = cpu };

    private static LinuxResources IO(LinuxBlockIO io) => new() { BlockIO = io };

    private static LinuxResources Device(LinuxDeviceCgroup rule) => new() { Devices = [rule] };
}
