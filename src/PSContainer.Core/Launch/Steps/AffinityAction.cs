using PSContainer.Errors;
using static PSContainer.Interop.Interop;

namespace PSContainer.Launch.Steps;

/// <summary>Says on which processors the process runs, until it has joined its cgroup or from then on (config.md, <c>execCPUAffinity</c>).</summary>
internal sealed class AffinityAction(string processors, bool beforeCgroup) : OutsideAction
{
    private readonly byte[] _mask = NumberMask.Parse(processors);

    public override string Name => "Affinity";

    public override string Description => $"run on the processors {processors}{(beforeCgroup ? " until it has joined its cgroup" : "")}";

    public override OutsideMoment Moment => beforeCgroup ? OutsideMoment.BeforeCgroup : OutsideMoment.BeforeSetup;

    public override void Execute(int pid) => LinuxException.Check(SetAffinity(pid, _mask), "sched_setaffinity", processors);
}
