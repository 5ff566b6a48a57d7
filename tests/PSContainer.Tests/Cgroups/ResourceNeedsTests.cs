using PSContainer.Cgroups;
using PSContainer.Oci;

namespace PSContainer.Tests.Cgroups;

public sealed class ResourceNeedsTests
{
    [Fact]
    public void Each_part_of_the_resources_needs_its_controller()
    {
        Assert.Equal(CgroupControllers.Memory, Needs(new() { Memory = new() { Limit = -1 } }));
        Assert.Equal(CgroupControllers.Memory, Needs(new() { Memory = new() { Swappiness = 0 } }));
        Assert.Equal(CgroupControllers.Cpu, Needs(new() { Cpu = new() { Shares = 2 } }));
        Assert.Equal(CgroupControllers.CpuSet, Needs(new() { Cpu = new() { Mems = "0" } }));
        Assert.Equal(CgroupControllers.Cpu | CgroupControllers.CpuSet, Needs(new() { Cpu = new() { Idle = 0, Cpus = "0" } }));
        Assert.Equal(CgroupControllers.Pids, Needs(new() { Pids = new() { Limit = 0 } }));
        Assert.Equal(CgroupControllers.BlockIO, Needs(new() { BlockIO = new() { Weight = 10 } }));
        Assert.Equal(CgroupControllers.HugeTlb, Needs(new() { HugepageLimits = [new()] }));
        Assert.Equal(CgroupControllers.Rdma, Needs(new() { Rdma = new() { ["mlx"] = new() } }));
        Assert.Equal(CgroupControllers.Devices, Needs(new() { Devices = [new()] }));
        Assert.Equal(CgroupControllers.NetworkClass, Needs(new() { Network = new() { ClassId = 1 } }));
        Assert.Equal(CgroupControllers.NetworkPriority, Needs(new() { Network = new() { Priorities = [new()] } }));
        Assert.Equal(CgroupControllers.Memory | CgroupControllers.BlockIO, Needs(new() { Unified = new() { ["memory.high"] = "1", ["io.max"] = "", ["cgroup.max.depth"] = "1" } }));
    }

    [Fact]
    public void What_says_nothing_needs_nothing()
    {
        Assert.Equal(CgroupControllers.None, Needs(new()));
        Assert.Equal(CgroupControllers.None, Needs(new()
        {
            Memory = new() { DisableOomKiller = false, CheckBeforeUpdate = true },
            Cpu = new() { Shares = 0, Quota = 0, Period = 0, Cpus = "", RealtimePeriod = 0, RealtimeRuntime = 0 },
            Pids = new(), BlockIO = new() { Weight = 0, WeightDevice = [] }, HugepageLimits = [], Rdma = [], Devices = [],
            Network = new() { ClassId = 0, Priorities = [] }, Unified = [],
        }));
    }

    [Fact]
    public void Each_controller_has_a_property_to_name_in_messages()
    {
        Assert.All(
            [CgroupControllers.Memory, CgroupControllers.Cpu, CgroupControllers.CpuSet, CgroupControllers.Pids, CgroupControllers.BlockIO,
                CgroupControllers.HugeTlb, CgroupControllers.Rdma, CgroupControllers.Devices],
            static one => Assert.NotEqual("linux.resources.unified", ResourceNeeds.PropertyOf(one)));
    }

    // Least, usual and most of the one are those of the other.
    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 1)]
    [InlineData(2, 1)]
    [InlineData(100, 17)]
    [InlineData(512, 59)]
    [InlineData(1024, 100)]
    [InlineData(2048, 174)]
    [InlineData(262143, 10000)]
    [InlineData(262144, 10000)]
    [InlineData(262145, 10000)]
    public void Shares_are_converted_to_a_weight(ulong shares, long weight)
    {
        Assert.Equal(weight, CpuResources.WeightOf(shares));
    }

    [Theory]
    [InlineData(10, 1)]
    [InlineData(100, 910)]
    [InlineData(500, 4950)]
    [InlineData(1000, 10000)]
    public void Weights_of_block_devices_are_converted(ushort weight, int expected)
    {
        Assert.Equal(expected, BlockIOResources.WeightOf(weight));
    }

    [Theory]
    [InlineData("0", new[] { 0 })]
    [InlineData("0-3,7", new[] { 0, 1, 2, 3, 7 })]
    [InlineData("7,0-1, 5\n", new[] { 0, 1, 5, 7 })]
    public void Lists_of_numbers_are_read(string list, int[] expected)
    {
        Assert.Equal(expected, NumberList.Parse(list)!.Order());
    }

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData("-1")]
    [InlineData("1-")]
    [InlineData("1-2-3")]
    [InlineData("+1")]
    [InlineData("0x1")]
    [InlineData("1,")]
    [InlineData("65536")]
    public void What_is_no_list_is_none(string list)
    {
        Assert.Null(NumberList.Parse(list));
    }

    private static CgroupControllers Needs(LinuxResources resources) => ResourceNeeds.Of(resources);
}
