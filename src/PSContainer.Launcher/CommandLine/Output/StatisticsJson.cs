using System.Text.Json;
using PSContainer.Cgroups;

namespace PSContainer.Launcher.CommandLine;

/// <summary>What a cgroup used, in the shape of runc's events (<c>types/events.go</c>).</summary>
internal static class StatisticsJson
{
    private const long NanosecondsPerTick = 100;

    /// <summary>An event with statistics.</summary>
    public static void Write(Utf8JsonWriter json, string id, CgroupStatistics statistics)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, "stats");
        json.WriteString("id"u8, id);
        json.WriteStartObject("data"u8);
        Cpu(json, statistics);
        Memory(json, statistics);
        Pids(json, statistics);
        BlockIO(json, statistics);
        json.WriteStartObject("hugetlb"u8);
        json.WriteEndObject();
        json.WriteStartObject("intel_rdt"u8);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void Cpu(Utf8JsonWriter json, CgroupStatistics statistics)
    {
        json.WriteStartObject("cpu"u8);
        json.WriteStartObject("usage"u8);
        json.WriteNumber("total"u8, Nanoseconds(statistics.CpuTime));
        json.WriteNumber("kernel"u8, Nanoseconds(statistics.CpuSystemTime));
        json.WriteNumber("user"u8, Nanoseconds(statistics.CpuUserTime));
        json.WriteEndObject();
        json.WriteStartObject("throttling"u8);
        json.WriteNumber("periods"u8, statistics.CpuPeriods ?? 0);
        json.WriteNumber("throttledPeriods"u8, statistics.CpuThrottledPeriods ?? 0);
        json.WriteNumber("throttledTime"u8, Nanoseconds(statistics.CpuThrottledTime));
        json.WriteEndObject();
        Pressure(json, statistics.CpuPressure);
        json.WriteEndObject();
    }

    private static void Memory(Utf8JsonWriter json, CgroupStatistics statistics)
    {
        json.WriteStartObject("memory"u8);
        json.WriteNumber("cache"u8, Detail(statistics, "cache", "file"));
        Usage(json, "usage"u8, statistics.MemoryUsage, statistics.MemoryPeak, statistics.MemoryLimit);
        Usage(json, "swap"u8, statistics.SwapUsage, null, statistics.SwapLimit);
        json.WriteStartObject("raw"u8);
        foreach ((string name, long value) in statistics.MemoryDetails)
        {
            json.WriteNumber(name, value);
        }

        json.WriteEndObject();
        Pressure(json, statistics.MemoryPressure);
        json.WriteEndObject();
    }

    private static void Pids(Utf8JsonWriter json, CgroupStatistics statistics)
    {
        json.WriteStartObject("pids"u8);
        json.WriteNumber("current"u8, statistics.PidsCurrent ?? 0);
        json.WriteNumber("limit"u8, statistics.PidsLimit ?? 0);
        json.WriteEndObject();
    }

    private static void BlockIO(Utf8JsonWriter json, CgroupStatistics statistics)
    {
        json.WriteStartObject("blkio"u8);
        json.WriteStartArray("ioServiceBytesRecursive"u8);
        foreach (CgroupDeviceStatistics device in statistics.Devices)
        {
            Entry(json, device.Device, "Read", device.ReadBytes);
            Entry(json, device.Device, "Write", device.WriteBytes);
        }

        json.WriteEndArray();
        json.WriteStartArray("ioServicedRecursive"u8);
        foreach (CgroupDeviceStatistics device in statistics.Devices)
        {
            Entry(json, device.Device, "Read", device.ReadOperations);
            Entry(json, device.Device, "Write", device.WriteOperations);
        }

        json.WriteEndArray();
        Pressure(json, statistics.IOPressure);
        json.WriteEndObject();
    }

    private static void Entry(Utf8JsonWriter json, string device, string operation, long value)
    {
        int colon = device.IndexOf(':');
        json.WriteStartObject();
        json.WriteNumber("major"u8, long.Parse(device.AsSpan(0, colon)));
        json.WriteNumber("minor"u8, long.Parse(device.AsSpan(colon + 1)));
        json.WriteString("op"u8, operation);
        json.WriteNumber("value"u8, value);
        json.WriteEndObject();
    }

    private static void Usage(Utf8JsonWriter json, ReadOnlySpan<byte> name, long? usage, long? peak, long? limit)
    {
        json.WriteStartObject(name);
        json.WriteNumber("limit"u8, limit ?? -1);
        json.WriteNumber("usage"u8, usage ?? 0);
        json.WriteNumber("max"u8, peak ?? 0);
        json.WriteEndObject();
    }

    private static void Pressure(Utf8JsonWriter json, CgroupPressure? pressure)
    {
        if (pressure is not null)
        {
            json.WriteStartObject("psi"u8);
            Pressure(json, "some"u8, pressure.Some10, pressure.Some60, pressure.Some300, pressure.SomeTotal);
            Pressure(json, "full"u8, pressure.Full10, pressure.Full60, pressure.Full300, pressure.FullTotal);
            json.WriteEndObject();
        }
    }

    private static void Pressure(Utf8JsonWriter json, ReadOnlySpan<byte> name, double ten, double sixty, double threeHundred, TimeSpan total)
    {
        json.WriteStartObject(name);
        json.WriteNumber("avg10"u8, ten);
        json.WriteNumber("avg60"u8, sixty);
        json.WriteNumber("avg300"u8, threeHundred);
        json.WriteNumber("total"u8, (long)total.TotalMicroseconds);
        json.WriteEndObject();
    }

    private static long Detail(CgroupStatistics statistics, string legacy, string unified) =>
        statistics.MemoryDetails.TryGetValue(legacy, out long value) || statistics.MemoryDetails.TryGetValue(unified, out value) ? value : 0;

    private static long Nanoseconds(TimeSpan? time) => (time?.Ticks ?? 0) * NanosecondsPerTick;
}
