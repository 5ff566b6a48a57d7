using PSContainer.Cgroups;
using PSContainer.Oci;

namespace PSContainer.Tests.Cgroups;

public sealed class CgroupStatisticsTests
{
    private const CgroupControllers Measured = CgroupControllers.Memory | CgroupControllers.Cpu | CgroupControllers.CpuAccounting
        | CgroupControllers.Pids | CgroupControllers.BlockIO;

    [Fact]
    public void Usage_and_limits_are_told()
    {
        Needs.Memory();
        Needs.Pids();
        using var test = new TestGroup(
            new LinuxResources { Memory = new LinuxMemory { Limit = 64 << 20 }, Pids = new LinuxPids { Limit = 50 } }, Measured);
        Inmate inmate = test.Start("x=$(head -c 4000000 /dev/zero | tr '\\0' x); i=0; while [ $i -lt 30000 ]; do i=$((i+1)); done; read go");
        inmate.Go();
        SpinWait.SpinUntil(() => test.Group.ReadStatistics() is { CpuTime.TotalMilliseconds: > 5, MemoryPeak: > 4_000_000 }, 20_000);

        CgroupStatistics statistics = test.Group.ReadStatistics();

        Assert.InRange(statistics.MemoryUsage!.Value, 1, 64 << 20);
        Assert.InRange(statistics.MemoryPeak ?? 4_000_000, 4_000_000, 64 << 20);
        Assert.Equal(64 << 20, statistics.MemoryLimit);
        Assert.InRange(statistics.PidsCurrent!.Value, 1, 10);
        Assert.Equal(50, statistics.PidsLimit);
        Assert.InRange(statistics.CpuTime!.Value.TotalMilliseconds, 5, 20_000);
        Assert.True(statistics.CpuUserTime + statistics.CpuSystemTime > TimeSpan.Zero);
        Assert.NotEmpty(statistics.MemoryDetails);
        Assert.Equal(0, statistics.OomKills);
    }

    [Fact]
    public void A_throttled_group_says_so()
    {
        Needs.Cpu();
        using var test = new TestGroup(new LinuxResources { Cpu = new LinuxCpu { Quota = 1000, Period = 20000 } }, Measured);
        test.Start("while :; do :; done").Go();

        SpinWait.SpinUntil(() => test.Group.ReadStatistics() is { CpuThrottledPeriods: > 2, CpuThrottledTime.Ticks: > 0 }, 10_000);
        CgroupStatistics statistics = test.Group.ReadStatistics();

        Assert.InRange(statistics.CpuThrottledPeriods!.Value, 3, statistics.CpuPeriods!.Value);
        Assert.True(statistics.CpuThrottledTime > TimeSpan.Zero);
    }

    [Fact]
    public void A_process_that_is_killed_for_want_of_memory_is_counted()
    {
        Needs.Memory();
        using var test = new TestGroup(new LinuxResources { Memory = new LinuxMemory { Limit = 8 << 20, Swap = 8 << 20 } });
        Inmate hog = test.Start("exec tail /dev/zero");

        Assert.Equal(137, hog.Run().ExitCode);

        Assert.Equal(1, test.Group.OomKillCount);
        Assert.Equal(1, test.Group.ReadStatistics().OomKills);
    }

    [Fact]
    public void One_that_is_killed_in_a_group_below_is_counted_as_well()
    {
        Needs.Memory();
        using var test = new TestGroup(new LinuxResources { Memory = new LinuxMemory { Limit = 8 << 20, Swap = 8 << 20 } });
        string child = test[CgroupControllers.Memory].Path + "/child";
        Directory.CreateDirectory(child);
        using var hog = new Inmate("exec tail /dev/zero");
        File.WriteAllText(child + "/cgroup.procs", $"{hog.Id}");

        Assert.Equal(137, hog.Run().ExitCode);

        Assert.Equal(1, test.Group.OomKillCount);
    }

    [Fact]
    public void Pressure_is_told_where_version_2_is()
    {
        using var test = new TestGroup();
        Assert.SkipUnless(test.Group.Unified is not null && File.Exists("/proc/pressure/cpu"), "the kernel measures no pressure");

        CgroupStatistics statistics = test.Group.ReadStatistics();

        Assert.Equal(0, statistics.CpuPressure!.Some10);
        Assert.NotNull(statistics.MemoryPressure);
        Assert.NotNull(statistics.IOPressure);
    }

    [Fact]
    public void Pressure_has_two_lines()
    {
        CgroupPressure pressure = CgroupPressureReader.Parse(
            "some avg10=1.50 avg60=2.25 avg300=0.10 total=1000000\nfull avg10=0.50 avg60=0.00 avg300=100.00 total=2500\n")!;

        Assert.Equal((1.5, 2.25, 0.1), (pressure.Some10, pressure.Some60, pressure.Some300));
        Assert.Equal((0.5, 0, 100), (pressure.Full10, pressure.Full60, pressure.Full300));
        Assert.Equal(TimeSpan.FromSeconds(1), pressure.SomeTotal);
        Assert.Equal(TimeSpan.FromMilliseconds(2.5), pressure.FullTotal);
        Assert.Null(CgroupPressureReader.Parse("nonsense\n"));
    }

    [Fact]
    public void Version_2_tells_input_and_output_on_a_line_for_each_device()
    {
        var devices = new Dictionary<string, CgroupDeviceStatistics>();

        CgroupIOReader.ParseUnified("8:0 rbytes=90112 wbytes=4096 rios=4 wios=1 dbytes=0 dios=0\n254:0\n8:16 rbytes=7 cost.usage=3\n", devices);

        Assert.Equal(["8:0", "8:16"], devices.Keys.Order());
        Assert.Equal((90112, 4096, 4, 1), (devices["8:0"].ReadBytes, devices["8:0"].WriteBytes, devices["8:0"].ReadOperations, devices["8:0"].WriteOperations));
        Assert.Equal(7, devices["8:16"].ReadBytes);
    }

    [Fact]
    public void Version_1_tells_input_and_output_on_a_line_for_each_direction()
    {
        var devices = new Dictionary<string, CgroupDeviceStatistics>();

        CgroupIOReader.ParseLegacy("8:0 Read 90112\n8:0 Write 4096\n8:0 Sync 1\n8:0 Total 94208\nTotal 94208\n", devices, isBytes: true);
        CgroupIOReader.ParseLegacy("8:0 Read 4\n8:0 Write 1\nTotal 5\n", devices, isBytes: false);

        CgroupDeviceStatistics device = Assert.Single(devices).Value;
        Assert.Equal((90112, 4096, 4, 1), (device.ReadBytes, device.WriteBytes, device.ReadOperations, device.WriteOperations));
    }

    [Theory]
    [InlineData("max\n", null)]
    [InlineData("9223372036854771712\n", null)]
    [InlineData("9223372036854710272\n", null)]
    [InlineData("4096\n", 4096L)]
    [InlineData("", null)]
    public void No_limit_has_a_word_in_version_2_and_a_large_number_in_version_1(string text, long? expected)
    {
        Assert.Equal(expected, CgroupText.Number(System.Text.Encoding.ASCII.GetBytes(text)));
    }

    [Fact]
    public void A_key_is_found_only_as_a_whole_word()
    {
        ReadOnlySpan<byte> text = "oom 5\noom_kill_disable 0\noom_kill 2\n"u8;

        Assert.Equal(2, CgroupText.Find(text, "oom_kill"u8));
        Assert.Null(CgroupText.Find(text, "kill"u8));
        Assert.Equal(3, CgroupText.ReadTable(text).Count);
    }
}
