using PSContainer.Errors;
using static PSContainer.Interop.Interop;
using static Tmds.Linux.LibC;

namespace PSContainer.Launch.Steps;

/// <summary>Ends with the launcher or monitor that watches it: a container that nobody watches would be a lie in the state store.</summary>
internal sealed class DieWithParentStep : LaunchStep
{
    public override string Name => "DeathSignal";

    public override string Description => "die with the process that watches the container";

    public override void Execute(LaunchContext context)
    {
        LinuxException.Check(Prctl(PR_SET_PDEATHSIG, (nuint)SIGKILL), "prctl(PR_SET_PDEATHSIG)");
        // The signal is sent once, when the parent dies: one that had died before sends none.
        context.Peer?.EndIfAlone();
    }
}
