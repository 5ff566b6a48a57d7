using PSContainer.Errors;
using PSContainer.Oci;

namespace PSContainer.Configuration;

/// <summary>Limits as a user gives them, checked against the machine and put into the runtime spec's words.</summary>
internal static class ResourceOptions
{
    // The kernel's own default period; a quota is given in relation to it (cgroup v2, "cpu.max").
    private const ulong PeriodMicroseconds = 100_000;
    private const double LeastCpu = 0.01;
    private const long MostProcesses = 4_194_304;
    private const int MostCpuWeight = 10_000;
    private const int LeastIOWeight = 10;
    private const int MostIOWeight = 1000;
    private const long Unlimited = -1;

    /// <summary>The limits, or null where none is given.</summary>
    /// <exception cref="ContainerException"><c>Limit.…</c>: zero, negative, or beyond the machine.</exception>
    public static LinuxResources? Build(ResourceLimits limits)
    {
        var resources = new LinuxResources
        {
            Memory = MemoryLimits.Build(limits),
            Cpu = Cpu(limits),
            Pids = limits.Pids is { } processes ? new LinuxPids { Limit = Pids(limits, processes) } : null,
            BlockIO = limits.IOWeight is { } weight ? new LinuxBlockIO { Weight = IOWeight(weight) } : null,
        };
        return resources is { Memory: null, Cpu: null, Pids: null, BlockIO: null } ? null : resources;
    }

    private static LinuxCpu? Cpu(ResourceLimits limits) => limits is { Cpu: null, CpuSet: null, CpuWeight: null } ? null : new LinuxCpu
    {
        Quota = limits.Cpu is { } processors ? Quota(limits, processors) : null,
        Period = limits.Cpu is null ? null : PeriodMicroseconds,
        Cpus = limits.CpuSet is { } list ? ProcessorSet.Check(list) : null,
        Shares = limits.CpuWeight is { } weight ? Shares(weight) : null,
    };

    private static long Quota(ResourceLimits limits, double processors) => processors switch
    {
        Unlimited when limits.MayRemove => Unlimited,
        double.NaN or < LeastCpu => throw LimitErrors.Invalid("Cpu", "-Cpu", processors, "has to be 0.01 processors or more"),
        _ when processors > Environment.ProcessorCount => throw LimitErrors.Invalid(
            "Cpu", "-Cpu", processors, $"is more than this machine has ({Environment.ProcessorCount} processors)"),
        _ => (long)(processors * PeriodMicroseconds),
    };

    private static ulong Shares(int weight) => weight is >= 1 and <= MostCpuWeight ? CpuWeight.SharesOf(weight) : throw LimitErrors.Invalid(
        "CpuWeight", "-CpuWeight", weight, $"has to be 1 to {MostCpuWeight}; 100 is usual");

    private static long Pids(ResourceLimits limits, long processes) => processes switch
    {
        Unlimited when limits.MayRemove => Unlimited,
        <= 0 => throw LimitErrors.Invalid("Pids", "-PidsLimit", processes, "has to be 1 or more"),
        > MostProcesses => throw LimitErrors.Invalid("Pids", "-PidsLimit", processes, $"is more than Linux can count ({MostProcesses})"),
        _ => processes,
    };

    private static ushort IOWeight(int weight) => weight is >= LeastIOWeight and <= MostIOWeight ? (ushort)weight : throw LimitErrors.Invalid(
        "IOWeight", "-IOWeight", weight, $"has to be {LeastIOWeight} to {MostIOWeight}");
}
