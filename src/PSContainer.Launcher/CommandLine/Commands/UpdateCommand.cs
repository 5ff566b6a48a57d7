using PSContainer.Containers;
using PSContainer.Launcher.Container;
using PSContainer.Oci;
using PSContainer.Resctrl;

namespace PSContainer.Launcher.CommandLine;

/// <summary><c>update</c>: changes the limits of a container that is there.</summary>
internal sealed class UpdateCommand : Command
{
    private readonly CommandOption _resources = CommandOption.Value("resources", "FILE", "JSON of the resources to update; - is stdin", 'r');
    private readonly CommandOption _blkioWeight = CommandOption.Value("blkio-weight", "N", "weight of input and output, 10 to 1000");
    private readonly CommandOption _cpuPeriod = CommandOption.Value("cpu-period", "N", "period of the CPU quota, in microseconds");
    private readonly CommandOption _cpuQuota = CommandOption.Value("cpu-quota", "N", "CPU time in a period, in microseconds; -1 for no limit");
    private readonly CommandOption _cpuBurst = CommandOption.Value("cpu-burst", "N", "CPU time saved up at most, in microseconds");
    private readonly CommandOption _cpuShares = CommandOption.Value("cpu-share", "N", "CPU shares against other containers");
    private readonly CommandOption _cpuRtPeriod = CommandOption.Value("cpu-rt-period", "N", "period of the real-time limit, in microseconds");
    private readonly CommandOption _cpuRtRuntime = CommandOption.Value("cpu-rt-runtime", "N", "real-time CPU time in a period, in microseconds");
    private readonly CommandOption _cpuIdle = CommandOption.Value("cpu-idle", "N", "1 to run only when nobody else wants to");
    private readonly CommandOption _cpus = CommandOption.Value("cpuset-cpus", "LIST", "CPUs to use");
    private readonly CommandOption _mems = CommandOption.Value("cpuset-mems", "LIST", "memory nodes to use");
    private readonly CommandOption _memory = CommandOption.Value("memory", "BYTES", "memory limit", 'm');
    private readonly CommandOption _reservation = CommandOption.Value("memory-reservation", "BYTES", "soft memory limit");
    private readonly CommandOption _swap = CommandOption.Value("memory-swap", "BYTES", "limit of memory and swap together; -1 for no limit");
    private readonly CommandOption _kernel = CommandOption.Value("kernel-memory", "BYTES", "kernel memory limit");
    private readonly CommandOption _kernelTcp = CommandOption.Value("kernel-memory-tcp", "BYTES", "kernel memory limit of TCP buffers");
    private readonly CommandOption _pids = CommandOption.Value("pids-limit", "N", "number of processes and threads; -1 for no limit");
    private readonly CommandOption _l3 = CommandOption.Value("l3-cache-schema", "TEXT", "Intel RDT/CAT L3 cache schema");
    private readonly CommandOption _bandwidth = CommandOption.Value("mem-bw-schema", "TEXT", "Intel RDT/MBA memory bandwidth schema");

    public override string Name => "update";

    public override string Summary => "update the resource limits of a container";

    public override CommandOption[] Options =>
    [
        _resources, _blkioWeight, _cpuPeriod, _cpuQuota, _cpuBurst, _cpuShares, _cpuRtPeriod, _cpuRtRuntime, _cpuIdle, _cpus, _mems, _memory,
        _reservation, _swap, _kernel, _kernelTcp, _pids, _l3, _bandwidth,
    ];

    public override int Run(CommandCall call)
    {
        using StoredContainer container = StoredContainer.Open(call.Global.Root, call.Id);
        LinuxResources resources = _resources.Text is { } file
            ? RuntimeSpecReader.ReadResources(HostFile.Read(file, RuntimeSpecReader.MaxBytes))
            : FromOptions();
        ContainerLimits.Set(container, resources);
        IntelRdt.Update(container.ReadSpec()?.Linux?.IntelRdt, call.Id, _l3.Text, _bandwidth.Text);
        return 0;
    }

    private LinuxResources FromOptions() => new()
    {
        Cpu = When(
            new LinuxCpu
            {
                Shares = Unsigned(_cpuShares), Quota = Number(_cpuQuota), Period = Unsigned(_cpuPeriod), Burst = Unsigned(_cpuBurst),
                RealtimeRuntime = Number(_cpuRtRuntime), RealtimePeriod = Unsigned(_cpuRtPeriod), Idle = Number(_cpuIdle), Cpus = _cpus.Text,
                Mems = _mems.Text,
            },
            _cpuShares, _cpuQuota, _cpuPeriod, _cpuBurst, _cpuRtRuntime, _cpuRtPeriod, _cpuIdle, _cpus, _mems),
        Memory = When(
            new LinuxMemory
            {
                Limit = Number(_memory), Reservation = Number(_reservation), Swap = Number(_swap), Kernel = Number(_kernel),
                KernelTcp = Number(_kernelTcp),
            },
            _memory, _reservation, _swap, _kernel, _kernelTcp),
        Pids = When(new LinuxPids { Limit = Number(_pids) }, _pids),
        BlockIO = When(new LinuxBlockIO { Weight = (ushort?)Unsigned(_blkioWeight, ushort.MaxValue) }, _blkioWeight),
    };

    private static T? When<T>(T value, params ReadOnlySpan<CommandOption> options)
        where T : class
    {
        foreach (CommandOption option in options)
        {
            if (option.IsSet)
            {
                return value;
            }
        }

        return null;
    }

    private static long? Number(CommandOption option) => !option.IsSet ? null : ByteSize.TryParse(option.Text!, out long value)
        ? value
        : throw UsageException.Bad(option, "a number");

    private static ulong? Unsigned(CommandOption option, ulong most = long.MaxValue) => Number(option) switch
    {
        null => null,
        >= 0 and var value when (ulong)value <= most => (ulong)value,
        _ => throw UsageException.Bad(option, $"a number from 0 to {most}"),
    };
}
