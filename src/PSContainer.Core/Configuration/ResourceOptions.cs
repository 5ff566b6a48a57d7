using System.Globalization;
using PSContainer.Errors;
using PSContainer.Oci;

namespace PSContainer.Configuration;

/// <summary>Limits as a user gives them, checked against the machine.</summary>
internal static class ResourceOptions
{
    // The kernel's own default period; a quota is given in relation to it (cgroup v2, "cpu.max").
    private const ulong PeriodMicroseconds = 100_000;
    private const double LeastCpu = 0.01;
    private const long MostProcesses = 4_194_304;

    /// <summary>The limits, or null where none is given.</summary>
    /// <param name="memory">Memory in bytes; null for no limit.</param>
    /// <param name="cpu">Processors' worth of time, such as 1.5; null for no limit.</param>
    /// <param name="pids">Processes and threads; null for no limit.</param>
    /// <exception cref="ContainerException"><c>Limit.…</c>: zero, negative, or beyond the machine.</exception>
    public static LinuxResources? Build(long? memory, double? cpu, long? pids) => memory is null && cpu is null && pids is null
        ? null
        : new LinuxResources
        {
            Memory = memory is { } bytes ? new LinuxMemory { Limit = Memory(bytes) } : null,
            Cpu = cpu is { } processors ? new LinuxCpu { Quota = Quota(processors), Period = PeriodMicroseconds } : null,
            Pids = pids is { } processes ? new LinuxPids { Limit = Pids(processes) } : null,
        };

    private static long Memory(long bytes)
    {
        long machine = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        return bytes switch
        {
            <= 0 => throw Invalid("Memory", "-Memory", bytes, "has to be more than 0 bytes, such as 512MB"),
            _ when bytes > machine => throw Invalid(
                "Memory", "-Memory", bytes, string.Create(CultureInfo.InvariantCulture, $"is more than this machine has ({machine} bytes)")),
            _ => bytes,
        };
    }

    private static long Quota(double processors) => processors switch
    {
        double.NaN or < LeastCpu => throw Invalid("Cpu", "-Cpu", processors, "has to be 0.01 processors or more"),
        _ when processors > Environment.ProcessorCount => throw Invalid(
            "Cpu", "-Cpu", processors, $"is more than this machine has ({Environment.ProcessorCount} processors)"),
        _ => (long)(processors * PeriodMicroseconds),
    };

    private static long Pids(long processes) => processes switch
    {
        <= 0 => throw Invalid("Pids", "-PidsLimit", processes, "has to be 1 or more"),
        > MostProcesses => throw Invalid("Pids", "-PidsLimit", processes, $"is more than Linux can count ({MostProcesses})"),
        _ => processes,
    };

    private static ContainerException Invalid(string limit, string parameter, object value, string problem) => new(
        $"Limit.{limit}", ErrorKind.InvalidArgument,
        string.Create(CultureInfo.InvariantCulture, $"The limit {parameter} {value} {problem}."), value, "Leave it out for no limit.");
}
