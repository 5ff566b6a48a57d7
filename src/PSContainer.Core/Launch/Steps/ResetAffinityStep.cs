using PSContainer.Errors;
using static PSContainer.Interop.Interop;

namespace PSContainer.Launch.Steps;

/// <summary>Lets the process run wherever its cgroup lets it, whatever the caller was bound to.</summary>
internal sealed class ResetAffinityStep : LaunchStep
{
    private const int MostProcessors = 8192;

    private readonly byte[] _mask = new byte[MostProcessors / 8];

    public ResetAffinityStep() => _mask.AsSpan().Fill(byte.MaxValue);

    public override string Name => "Affinity";

    public override string Description => "run on every processor of the cgroup";

    // The kernel leaves out what there is not.
    public override void Execute(LaunchContext context) => LinuxException.Check(SetAffinity(0, _mask), "sched_setaffinity");
}
