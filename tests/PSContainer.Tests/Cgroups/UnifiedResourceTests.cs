using PSContainer.Cgroups;
using PSContainer.Errors;
using PSContainer.Oci;

namespace PSContainer.Tests.Cgroups;

public sealed class UnifiedResourceTests
{
    private const long MB = 1 << 20;

    [Fact]
    public void Memory_limits_are_set_and_changed()
    {
        TestGroup.SkipUnlessUnified(CgroupControllers.Memory);
        using var test = new TestGroup(Memory(new() { Limit = 64 * MB, Reservation = 32 * MB, Swap = 128 * MB }));
        AssertMemory(test, $"{64 * MB}", $"{64 * MB}", $"{32 * MB}");

        test.Group.Apply(Memory(new() { Limit = 16 * MB, Swap = 16 * MB, Reservation = -1 }));
        AssertMemory(test, $"{16 * MB}", "0", "max");
        test.Group.Apply(Memory(new() { Swap = 24 * MB }));
        AssertMemory(test, $"{16 * MB}", $"{8 * MB}", "max");
        test.Group.Apply(Memory(new() { Swap = 0 }));
        AssertMemory(test, $"{16 * MB}", "0", "max");
        test.Group.Apply(Memory(new() { Swap = -1 }));
        AssertMemory(test, $"{16 * MB}", "max", "max");
        test.Group.Apply(Memory(new() { Limit = -1 }));
        AssertMemory(test, "max", "max", "max");
    }

    [Fact]
    public void A_limit_below_what_is_in_use_is_refused_when_asked_to_look()
    {
        TestGroup.SkipUnlessUnified(CgroupControllers.Memory);
        using var test = new TestGroup(Memory(new() { Limit = 64 * MB }));
        Inmate inmate = test.Start("x=$(head -c 8000000 /dev/zero | tr '\\0' x); read go");
        inmate.Go();
        SpinWait.SpinUntil(() => test.Group.ReadStatistics().MemoryUsage > 8 * MB, 20_000);

        var limit = Assert.Throws<ContainerException>(() => test.Group.Apply(Memory(new() { Limit = 4096, CheckBeforeUpdate = true })));
        var both = Assert.Throws<ContainerException>(() => test.Group.Apply(Memory(new() { Swap = 4 * MB, CheckBeforeUpdate = true })));

        Assert.Contains("rejecting memory limit", limit.Message, StringComparison.Ordinal);
        Assert.Contains("rejecting memory+swap limit", both.Message, StringComparison.Ordinal);
        Assert.False(inmate.HasExited);
        Assert.Equal($"{64 * MB}", test.Read(CgroupControllers.Memory, "memory.max"));
    }

    [Theory]
    [InlineData("memory.kernel")]
    [InlineData("memory.kernelTCP")]
    [InlineData("memory.swappiness")]
    [InlineData("memory.disableOOMKiller")]
    [InlineData("memory.useHierarchy")]
    public void What_only_version_1_has_is_an_error(string property)
    {
        TestGroup.SkipUnlessUnified(CgroupControllers.Memory);
        LinuxMemory memory = property switch
        {
            "memory.kernel" => new() { Kernel = MB },
            "memory.kernelTCP" => new() { KernelTcp = MB },
            "memory.swappiness" => new() { Swappiness = 60 },
            "memory.disableOOMKiller" => new() { DisableOomKiller = true },
            _ => new() { UseHierarchy = false },
        };

        ContainerException e = Assert.Throws<ContainerException>(() => new TestGroup(Memory(memory)));

        Assert.Equal(ErrorKind.NotSupported, e.Kind);
        Assert.Contains(property, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_means_nothing_in_version_2_is_let_pass()
    {
        TestGroup.SkipUnlessUnified(CgroupControllers.Memory);

        new TestGroup(Memory(new() { Kernel = -1, KernelTcp = -1, DisableOomKiller = false, UseHierarchy = true })).Dispose();
    }

    [Fact]
    public void Processor_time_is_limited_and_changed_in_either_direction()
    {
        TestGroup.SkipUnlessUnified(CgroupControllers.Cpu);
        using var test = new TestGroup(Cpu(new() { Shares = 512, Quota = 20000, Period = 50000, Burst = 10000 }));
        AssertCpu(test, "59", "20000 50000", "10000");

        test.Group.Apply(Cpu(new() { Quota = 5000, Burst = 1000 }));
        AssertCpu(test, "59", "5000 50000", "1000");
        test.Group.Apply(Cpu(new() { Quota = 900000, Burst = 800000, Period = 1000000, Shares = 1024 }));
        AssertCpu(test, "100", "900000 1000000", "800000");
        test.Group.Apply(Cpu(new() { Period = 950000 }));
        AssertCpu(test, "100", "900000 950000", "800000");
        test.Group.Apply(Cpu(new() { Quota = -1, Burst = 0 }));
        AssertCpu(test, "100", "max 950000", "0");
    }

    [Fact]
    public void A_group_can_be_idle_and_get_a_weight_again()
    {
        TestGroup.SkipUnlessUnified(CgroupControllers.Cpu);
        using var test = new TestGroup(Cpu(new() { Idle = 1, Shares = 2048 }));
        Assert.Equal("1", test.Read(CgroupControllers.Cpu, "cpu.idle"));

        test.Group.Apply(Cpu(new() { Idle = 1, Shares = 512 }));
        test.Group.Apply(Cpu(new() { Idle = 0, Shares = 512 }));

        Assert.Equal("0", test.Read(CgroupControllers.Cpu, "cpu.idle"));
        Assert.Equal("59", test.Read(CgroupControllers.Cpu, "cpu.weight"));
    }

    [Fact]
    public void Real_time_is_an_error()
    {
        TestGroup.SkipUnlessUnified(CgroupControllers.Cpu);

        ContainerException e = Assert.Throws<ContainerException>(() => new TestGroup(Cpu(new() { RealtimeRuntime = 1000 })));

        Assert.Contains("cpu.realtimeRuntime", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Processors_and_memory_nodes_are_chosen()
    {
        TestGroup.SkipUnlessUnified(CgroupControllers.CpuSet);
        using var test = new TestGroup(Cpu(new() { Cpus = "0", Mems = "0" }));

        Assert.Equal("0", test.Read(CgroupControllers.CpuSet, "cpuset.cpus.effective"));
        Assert.Equal("0", test.Read(CgroupControllers.CpuSet, "cpuset.mems.effective"));
    }

    [Fact]
    public void A_processor_that_is_not_there_is_an_error()
    {
        TestGroup.SkipUnlessUnified(CgroupControllers.CpuSet);

        ContainerException e = Assert.Throws<ContainerException>(() => new TestGroup(Cpu(new() { Cpus = "0,60" })));

        Assert.Contains("cpu.cpus", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Processes_are_limited()
    {
        TestGroup.SkipUnlessUnified(CgroupControllers.Pids);
        using var test = new TestGroup(new() { Pids = new() { Limit = 2 } });
        Assert.NotEqual(0, test.Start("sleep 0 & sleep 0 & sleep 0 & wait").Run().ExitCode);

        test.Group.Apply(new() { Pids = new() { Limit = -1 } });

        Assert.Equal("max", test.Read(CgroupControllers.Pids, "pids.max"));
    }

    [Fact]
    public void Rates_of_block_devices_are_set_and_lifted()
    {
        TestGroup.SkipUnlessUnified(CgroupControllers.BlockIO);
        (int major, int minor) = BlockDevices.First();
        using var test = new TestGroup(new() { BlockIO = LegacyResourceTests.Rates(major, minor, 1 << 20, 100) });
        Assert.Equal($"{major}:{minor} rbps=1048576 wbps=1048577 riops=100 wiops=101", test.Read(CgroupControllers.BlockIO, "io.max"));

        LinuxThrottleDevice unlimited = new() { Major = major, Minor = minor };
        test.Group.Apply(new()
        {
            BlockIO = new()
            {
                ThrottleReadBpsDevice = [unlimited], ThrottleWriteBpsDevice = [unlimited],
                ThrottleReadIopsDevice = [unlimited], ThrottleWriteIopsDevice = [unlimited],
            },
        });

        Assert.Equal("", test.Read(CgroupControllers.BlockIO, "io.max"));
    }

    [Fact]
    public void A_weight_of_block_devices_goes_where_the_kernel_has_it_or_is_an_error()
    {
        TestGroup.SkipUnlessUnified(CgroupControllers.BlockIO);
        using var test = new TestGroup(controllers: CgroupControllers.BlockIO);
        string directory = test[CgroupControllers.BlockIO].Path;
        var resources = new LinuxResources { BlockIO = new() { Weight = 500 } };
        if (File.Exists(directory + "/io.bfq.weight"))
        {
            test.Group.Apply(resources);
            Assert.Contains("500", File.ReadAllText(directory + "/io.bfq.weight"), StringComparison.Ordinal);
        }
        else if (File.Exists(directory + "/io.weight"))
        {
            test.Group.Apply(resources);
            Assert.Contains("4950", File.ReadAllText(directory + "/io.weight"), StringComparison.Ordinal);
        }
        else
        {
            Assert.Contains("blockIO.weight", Assert.Throws<ContainerException>(() => test.Group.Apply(resources)).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Huge_pages_are_limited_with_those_reserved()
    {
        TestGroup.SkipUnlessUnified(CgroupControllers.HugeTlb);
        using var test = new TestGroup(new() { HugepageLimits = [new() { PageSize = "2MB", Limit = 4 << 20 }] });

        Assert.Equal($"{4 << 20}", test.Read(CgroupControllers.HugeTlb, "hugetlb.2MB.max"));
        Assert.Equal($"{4 << 20}", test.Read(CgroupControllers.HugeTlb, "hugetlb.2MB.rsvd.max"));
        var e = Assert.Throws<ContainerException>(() => test.Group.Apply(new() { HugepageLimits = [new() { PageSize = "3MB" }] }));
        Assert.Contains("hugetlb.3MB.max", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_rdma_device_that_is_not_there_is_an_error()
    {
        TestGroup.SkipUnlessUnified(CgroupControllers.Rdma);

        ContainerException e = Assert.Throws<ContainerException>(
            () => new TestGroup(new() { Rdma = new() { ["none0"] = new() { HcaHandles = 2, HcaObjects = 3 } } }));

        Assert.Contains("'none0 hca_handle=2 hca_object=3'", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Files_are_written_as_they_are_and_after_the_rest()
    {
        TestGroup.SkipUnlessUnified(CgroupControllers.Memory | CgroupControllers.Pids);
        using var test = new TestGroup(new()
        {
            Pids = new() { Limit = 10 },
            Unified = new() { ["pids.max"] = "20", ["memory.high"] = $"{32 * MB}", ["cgroup.max.depth"] = "3", ["memory.oom.group"] = "1" },
        });

        Assert.Equal("20", test.Read(CgroupControllers.Pids, "pids.max"));
        Assert.Equal($"{32 * MB}", test.Read(CgroupControllers.Memory, "memory.high"));
        Assert.Equal("3", test.Read(CgroupControllers.Memory, "cgroup.max.depth"));
        Assert.Equal("1", test.Read(CgroupControllers.Memory, "memory.oom.group"));
    }

    [Fact]
    public void A_file_that_is_not_there_is_an_error_that_names_it()
    {
        TestGroup.SkipUnlessUnified(CgroupControllers.Memory);

        ContainerException e = Assert.Throws<ContainerException>(() => new TestGroup(new() { Unified = new() { ["memory.nonsense"] = "1" } }));

        Assert.Equal(ErrorKind.NotSupported, e.Kind);
        Assert.Contains("unified['memory.nonsense']", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_network_is_an_error()
    {
        TestGroup.SkipUnlessUnified(CgroupControllers.None);

        ContainerException e = Assert.Throws<ContainerException>(() => new TestGroup(new() { Network = new() { ClassId = 5 } }));

        Assert.Contains("network.classID", e.Message, StringComparison.Ordinal);
    }

    private static void AssertMemory(TestGroup test, string limit, string swap, string reservation)
    {
        Assert.Equal(limit, test.Read(CgroupControllers.Memory, "memory.max"));
        Assert.Equal(swap, test.Read(CgroupControllers.Memory, "memory.swap.max"));
        Assert.Equal(reservation, test.Read(CgroupControllers.Memory, "memory.low"));
    }

    private static void AssertCpu(TestGroup test, string weight, string maximum, string burst)
    {
        Assert.Equal(weight, test.Read(CgroupControllers.Cpu, "cpu.weight"));
        Assert.Equal(maximum, test.Read(CgroupControllers.Cpu, "cpu.max"));
        Assert.Equal(burst, test.Read(CgroupControllers.Cpu, "cpu.max.burst"));
    }

    private static LinuxResources Memory(LinuxMemory memory) => new() { Memory = memory };

    private static LinuxResources Cpu(LinuxCpu cpu) => new() { Cpu = cpu };
}
