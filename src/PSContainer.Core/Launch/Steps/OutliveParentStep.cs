using PSContainer.Errors;
using static PSContainer.Interop.Interop;

namespace PSContainer.Launch.Steps;

/// <summary>
/// Takes back that the process dies with its launcher: from here on it belongs to whoever adopts it. Not before the launcher has
/// recorded it: nobody could find it should the launcher be killed.
/// </summary>
internal sealed class OutliveParentStep : LaunchStep
{
    public override bool NeedsLauncher => true;

    public override string Name => "DeathSignal";

    public override string Description => "outlive the launcher, once it has recorded the process";

    public override void Execute(LaunchContext context)
    {
        context.Peer?.Reach(LaunchMoment.Ready);
        LinuxException.Check(Prctl(PR_SET_PDEATHSIG, 0), "prctl(PR_SET_PDEATHSIG)");
    }
}
