using PSContainer.Cgroups;
using PSContainer.Errors;
using PSContainer.Oci;

namespace PSContainer.Tests.Cgroups;

public sealed class LegacyResourceTests
{
    private const long MB = 1 << 20;

    [Fact]
    public void Memory_limits_are_set_and_changed_in_either_direction()
    {
        TestGroup.SkipUnlessLegacy(CgroupControllers.Memory);
        using var test = new TestGroup(Memory(new() { Limit = 64 * MB, Reservation = 32 * MB, Swap = 128 * MB, Swappiness = 10 }));
        Assert.Equal($"{32 * MB}", Read(test, "memory.soft_limit_in_bytes"));
        Assert.Equal("10", Read(test, "memory.swappiness"));
        AssertLimits(test, 64 * MB, 128 * MB);

        test.Group.Apply(Memory(new() { Limit = 256 * MB, Swap = 512 * MB }));
        AssertLimits(test, 256 * MB, 512 * MB);
        test.Group.Apply(Memory(new() { Limit = 16 * MB, Swap = 16 * MB }));
        AssertLimits(test, 16 * MB, 16 * MB);
        test.Group.Apply(Memory(new() { Limit = 8 * MB }));
        AssertLimits(test, 8 * MB, 16 * MB);
        test.Group.Apply(Memory(new() { Swap = 0 }));
        AssertLimits(test, 8 * MB, 8 * MB);
        test.Group.Apply(Memory(new() { Limit = -1 }));
        Assert.Null(test.Group.ReadStatistics().MemoryLimit);
        Assert.Null(test.Group.ReadStatistics().SwapLimit);
    }

    [Fact]
    public void The_oom_killer_can_be_disabled_and_enabled()
    {
        TestGroup.SkipUnlessLegacy(CgroupControllers.Memory);
        using var test = new TestGroup(Memory(new() { Limit = 64 * MB, DisableOomKiller = true }));
        Assert.Contains("oom_kill_disable 1", Read(test, "memory.oom_control"), StringComparison.Ordinal);

        test.Group.Apply(Memory(new() { Limit = 64 * MB, DisableOomKiller = false }));

        Assert.Contains("oom_kill_disable 0", Read(test, "memory.oom_control"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_limit_below_what_is_in_use_is_an_error()
    {
        TestGroup.SkipUnlessLegacy(CgroupControllers.Memory);
        using var test = new TestGroup(Memory(new() { Limit = 64 * MB, Swap = 64 * MB }));
        Inmate inmate = test.Start("x=$(head -c 8000000 /dev/zero | tr '\\0' x); read go");
        inmate.Go();
        SpinWait.SpinUntil(() => test.Group.ReadStatistics().MemoryUsage > 8 * MB, 10_000);

        ContainerException e = Assert.Throws<ContainerException>(() => test.Group.Apply(Memory(new() { Limit = 4 * MB })));

        Assert.Equal("Cgroup.Resource.EBUSY", e.ErrorId);
        Assert.Contains("memory.limit", e.Message, StringComparison.Ordinal);
        Assert.Equal($"{64 * MB}", Read(test, "memory.limit_in_bytes"));
    }

    [Fact]
    public void Processor_time_is_limited_and_changed_in_either_direction()
    {
        TestGroup.SkipUnlessLegacy(CgroupControllers.Cpu);
        using var test = new TestGroup(Cpu(new() { Shares = 512, Quota = 20000, Period = 50000, Burst = 10000 }));
        AssertCpu(test, "512", "20000", "50000", "10000");

        test.Group.Apply(Cpu(new() { Quota = 5000, Burst = 1000, Period = 10000 }));
        AssertCpu(test, "512", "5000", "10000", "1000");
        test.Group.Apply(Cpu(new() { Quota = 900000, Burst = 800000, Period = 1000000, Shares = 2 }));
        AssertCpu(test, "2", "900000", "1000000", "800000");
        test.Group.Apply(Cpu(new() { Quota = -1, Burst = 0 }));
        AssertCpu(test, "2", "-1", "1000000", "0");
    }

    [Fact]
    public void A_group_can_be_idle()
    {
        TestGroup.SkipUnlessLegacy(CgroupControllers.Cpu);
        using var test = new TestGroup(Cpu(new() { Idle = 1 }));

        Assert.Equal("1", test.Read(CgroupControllers.Cpu, "cpu.idle"));
    }

    [Theory]
    [InlineData(1, "minimum")]
    [InlineData(262145, "maximum")]
    public void Shares_that_the_kernel_would_change_are_refused(ulong shares, string word)
    {
        TestGroup.SkipUnlessLegacy(CgroupControllers.Cpu);

        ContainerException e = Assert.Throws<ContainerException>(() => new TestGroup(Cpu(new() { Shares = shares })));

        Assert.Contains($"the {word} allowed cpu-shares is", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Processors_and_memory_nodes_are_chosen_or_else_those_of_the_group_above()
    {
        TestGroup.SkipUnlessLegacy(CgroupControllers.CpuSet);
        using var chosen = new TestGroup(Cpu(new() { Cpus = "0", Mems = "0" }));
        using var inherited = new TestGroup(controllers: CgroupControllers.CpuSet, path: TestGroup.NewId() + "/inner");
        string above = CgroupHost.Read().Find(CgroupControllers.CpuSet)!.OwnDirectory!;

        Assert.Equal("0", chosen.Read(CgroupControllers.CpuSet, "cpuset.cpus"));
        Assert.Equal("0", chosen.Read(CgroupControllers.CpuSet, "cpuset.mems"));
        Assert.Equal(File.ReadAllText(above + "/cpuset.cpus").Trim(), inherited.Read(CgroupControllers.CpuSet, "cpuset.cpus"));
        Assert.Equal(File.ReadAllText(above + "/cpuset.mems").Trim(), inherited.Read(CgroupControllers.CpuSet, "cpuset.mems"));
    }

    [Fact]
    public void A_processor_that_is_not_there_is_an_error()
    {
        TestGroup.SkipUnlessLegacy(CgroupControllers.CpuSet);

        ContainerException e = Assert.Throws<ContainerException>(() => new TestGroup(Cpu(new() { Cpus = "0,4000" })));

        Assert.Contains("cpu.cpus", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Processes_are_limited()
    {
        TestGroup.SkipUnlessLegacy(CgroupControllers.Pids);
        using var test = new TestGroup(new() { Pids = new() { Limit = 2 } });
        Assert.NotEqual(0, test.Start("sleep 0 & sleep 0 & sleep 0 & wait").Run().ExitCode);

        test.Group.Apply(new() { Pids = new() { Limit = 0 } });

        Assert.Equal("max", test.Read(CgroupControllers.Pids, "pids.max"));
    }

    [Fact]
    public void Rates_of_block_devices_are_set_and_lifted()
    {
        TestGroup.SkipUnlessLegacy(CgroupControllers.BlockIO);
        (int major, int minor) = BlockDevices.First();
        using var test = new TestGroup(new() { BlockIO = Rates(major, minor, 1 << 20, 100) });
        Assert.Equal($"{major}:{minor} 1048576", test.Read(CgroupControllers.BlockIO, "blkio.throttle.read_bps_device"));
        Assert.Equal($"{major}:{minor} 1048577", test.Read(CgroupControllers.BlockIO, "blkio.throttle.write_bps_device"));
        Assert.Equal($"{major}:{minor} 100", test.Read(CgroupControllers.BlockIO, "blkio.throttle.read_iops_device"));
        Assert.Equal($"{major}:{minor} 101", test.Read(CgroupControllers.BlockIO, "blkio.throttle.write_iops_device"));

        test.Group.Apply(new() { BlockIO = new() { ThrottleReadBpsDevice = [new() { Major = major, Minor = minor }] } });

        Assert.Equal("", test.Read(CgroupControllers.BlockIO, "blkio.throttle.read_bps_device"));
    }

    [Fact]
    public void A_block_device_that_is_not_there_is_an_error()
    {
        TestGroup.SkipUnlessLegacy(CgroupControllers.BlockIO);

        ContainerException e = Assert.Throws<ContainerException>(() => new TestGroup(new() { BlockIO = Rates(4000, 77, 1, 1) }));

        Assert.Equal("Cgroup.Resource.ENODEV", e.ErrorId);
        Assert.Contains("blockIO.throttleReadBpsDevice", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_setting_that_this_kernel_has_not_got_is_an_error_that_names_it()
    {
        TestGroup.SkipUnlessLegacy(CgroupControllers.BlockIO);
        using var test = new TestGroup(controllers: CgroupControllers.BlockIO);
        Assert.SkipWhen(Directory.GetFiles(test[CgroupControllers.BlockIO].Path, "*leaf_weight").Length > 0, "this kernel has leaf weights");

        ContainerException e = Assert.Throws<ContainerException>(() => test.Group.Apply(new() { BlockIO = new() { LeafWeight = 100 } }));

        Assert.Equal(ErrorKind.NotSupported, e.Kind);
        Assert.Contains("blockIO.leafWeight", e.Message, StringComparison.Ordinal);
        Assert.Contains("leaf_weight'", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_limit_that_this_kernel_takes_and_does_not_keep_is_an_error()
    {
        TestGroup.SkipUnlessLegacy(CgroupControllers.Memory);
        const long Limit = 64 << 20;
        using var test = new TestGroup(controllers: CgroupControllers.Memory);
        string file = $"{test[CgroupControllers.Memory].Path}/memory.kmem.limit_in_bytes";
        Assert.SkipUnless(File.Exists(file), "this kernel has no such file");

        var memory = new LinuxMemory { Kernel = Limit };
        string? error = Record.Exception(() => test.Group.Apply(new() { Memory = memory }))?.Message;

        Assert.Equal(File.ReadAllText(file).Trim() == $"{Limit}", error is null);
        Assert.True(error?.Contains("memory.kernel cannot be set: this kernel takes the limit, and does not keep it", StringComparison.Ordinal) is not false, error);
    }

    [Fact]
    public void Files_of_version_2_are_an_error_where_their_controller_is_of_version_1()
    {
        TestGroup.SkipUnlessLegacy(CgroupControllers.Memory);

        ContainerException e = Assert.Throws<ContainerException>(
            () => new TestGroup(new() { Unified = new() { ["memory.high"] = "1000000" } }));

        Assert.Equal(ErrorKind.NotSupported, e.Kind);
        Assert.Contains("linux.resources.unified", e.Message, StringComparison.Ordinal);
        Assert.Contains("version 2", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_update_of_what_the_group_has_not_joined_is_an_error()
    {
        TestGroup.SkipUnlessLegacy(CgroupControllers.Memory);
        using var test = new TestGroup(controllers: CgroupControllers.Pids);

        ContainerException e = Assert.Throws<ContainerException>(() => test.Group.Apply(Memory(new() { Limit = 64 * MB })));

        Assert.Equal("Cgroup.Controller.NotAvailable", e.ErrorId);
    }

    private static void AssertLimits(TestGroup test, long limit, long both)
    {
        Assert.Equal($"{limit}", Read(test, "memory.limit_in_bytes"));
        Assert.Equal($"{both}", Read(test, "memory.memsw.limit_in_bytes"));
    }

    private static void AssertCpu(TestGroup test, string shares, string quota, string period, string burst)
    {
        Assert.Equal(shares, test.Read(CgroupControllers.Cpu, "cpu.shares"));
        Assert.Equal(quota, test.Read(CgroupControllers.Cpu, "cpu.cfs_quota_us"));
        Assert.Equal(period, test.Read(CgroupControllers.Cpu, "cpu.cfs_period_us"));
        Assert.Equal(burst, test.Read(CgroupControllers.Cpu, "cpu.cfs_burst_us"));
    }

    private static string Read(TestGroup test, string file) => test.Read(CgroupControllers.Memory, file);

    internal static LinuxBlockIO Rates(int major, int minor, ulong bytes, ulong operations) => new()
    {
        ThrottleReadBpsDevice = [new() { Major = major, Minor = minor, Rate = bytes }],
        ThrottleWriteBpsDevice = [new() { Major = major, Minor = minor, Rate = bytes + 1 }],
        ThrottleReadIopsDevice = [new() { Major = major, Minor = minor, Rate = operations }],
        ThrottleWriteIopsDevice = [new() { Major = major, Minor = minor, Rate = operations + 1 }],
    };

    private static LinuxResources Memory(LinuxMemory memory) => new() { Memory = memory };

    private static LinuxResources Cpu(LinuxCpu cpu) => new() { Cpu = cpu };
}
