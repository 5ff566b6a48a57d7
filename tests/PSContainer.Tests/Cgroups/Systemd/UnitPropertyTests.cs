using System.Globalization;
using PSContainer.Cgroups;
using PSContainer.Errors;
using PSContainer.Oci;

namespace PSContainer.Tests.Cgroups;

/// <summary>What limits and annotations become as properties of a unit.</summary>
public sealed class UnitPropertyTests
{
    private const string Infinity = "18446744073709551615";

    [Fact]
    public void Limits_become_the_properties_that_systemd_has_for_them() => Assert.Equal(
        [
            "MemoryMax t 1000", "MemoryLow t 500", "MemorySwapMax t 200", "CPUWeight t 100", "CPUQuotaPerSecUSec t 246900",
            "CPUQuotaPeriodUSec t 50000", "AllowedCPUs ay 0B80", "AllowedMemoryNodes ay 01", "TasksMax t 7",
        ],
        Told(new LinuxResources
        {
            Memory = new LinuxMemory { Limit = 1000, Swap = 1200, Reservation = 500 },
            Cpu = new LinuxCpu { Shares = 1024, Quota = 12345, Period = 50000, Cpus = "0-1,3,15", Mems = "0" },
            Pids = new LinuxPids { Limit = 7 },
        }));

    [Fact]
    public void What_has_no_limit_is_infinite() => Assert.Equal(
        [$"MemoryMax t {Infinity}", $"MemorySwapMax t {Infinity}", $"CPUQuotaPerSecUSec t {Infinity}", $"TasksMax t {Infinity}"],
        Told(new LinuxResources { Memory = new LinuxMemory { Limit = -1 }, Cpu = new LinuxCpu { Quota = -1 }, Pids = new LinuxPids { Limit = -1 } }));

    [Fact]
    public void Swap_counts_from_the_limit_that_holds() =>
        Assert.Equal(["MemorySwapMax t 200"], Told(new LinuxResources { Memory = new LinuxMemory { Swap = 1200 } }, 1000));

    [Fact]
    public void Files_of_version_2_go_over_the_rest() => Assert.Equal(
        ["TasksMax t 5", "MemoryHigh t 9", $"MemoryMax t {Infinity}", "CPUQuotaPerSecUSec t 500000", "CPUQuotaPeriodUSec t 20000", "AllowedCPUs ay 02"],
        Told(new LinuxResources
        {
            Memory = new LinuxMemory { Limit = 7 },
            Pids = new LinuxPids { Limit = 5 },
            Unified = new() { ["memory.high"] = "9", ["memory.max"] = "max\n", ["cpu.max"] = "10000 20000", ["cpuset.cpus"] = "1", ["io.max"] = "8:0 rbps=1", ["memory.low"] = "x" },
        }));

    [Fact]
    public void The_quota_that_systemd_computes_is_the_one_that_was_asked()
    {
        var random = new Random(1);
        for (int i = 0; i < 10_000; i++)
        {
            long quota = random.NextInt64(1_000, 10_000_000);
            ulong period = (ulong)random.NextInt64(1_000, 1_000_001);
            List<UnitProperty> properties = UnitLimits.Of(new LinuxResources { Cpu = new LinuxCpu { Quota = quota, Period = period } }, null);
            Assert.Equal((ulong)quota, (ulong)properties[0].Value * period / 1_000_000);
        }
    }

    [Theory]
    [InlineData("TimeoutStopUSec", "uint64 5000000", "TimeoutStopUSec t 5000000")]
    [InlineData("TimeoutStopSec", "5", "TimeoutStopUSec i 5000000")]
    [InlineData("CollectMode", "'inactive'", "CollectMode s inactive")]
    [InlineData("Description", "'it\\'s'", "Description s it's")]
    [InlineData("SendSIGHUP", "true", "SendSIGHUP b 1")]
    [InlineData("After", "['a.service', \"b.service\"]", "After as a.service,b.service")]
    [InlineData("After", "[]", "After as ")]
    [InlineData("Some", "int32 -1", $"Some i {Infinity}")]
    [InlineData("Some", "int64 -9223372036854775808", "Some x 9223372036854775808")]
    [InlineData("Some", "uint64 18446744073709551615", $"Some t {Infinity}")]
    public void An_annotation_sets_a_property(string name, string value, string told)
    {
        Assert.Equal(told, Told(Assert.Single(UnitAnnotations.Read(new() { ["org.systemd.property." + name] = value, ["other"] = "x" }))));
    }

    [Theory]
    [InlineData("Some", "")]
    [InlineData("Some", "words")]
    [InlineData("Some", "uint64 -1")]
    [InlineData("Some", "uint32 4294967296")]
    [InlineData("Some", "int16 1")]
    [InlineData("SomeSec", "int32 3000")]
    [InlineData("Some", "'open")]
    [InlineData("Some", "'a' b")]
    [InlineData("Some", "['a' 'b']")]
    [InlineData("Some", "['a'")]
    [InlineData("So", "true")]
    [InlineData("Some.Thing", "true")]
    public void An_annotation_that_is_malformed_is_refused(string name, string value)
    {
        ContainerException e = Assert.Throws<ContainerException>(() => UnitAnnotations.Read(new() { ["org.systemd.property." + name] = value }));

        Assert.Equal("Cgroup.Systemd.Property", e.ErrorId);
    }

    private static string[] Told(LinuxResources resources, long? limit = null) => [.. UnitLimits.Of(resources, limit).Select(Told)];

    private static string Told(UnitProperty property) => $"{property.Name} {property.Signature} " + property.Value switch
    {
        byte[] bytes => Convert.ToHexString(bytes),
        string[] texts => string.Join(',', texts),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        var other => other,
    };
}
