using PSContainer.Errors;
using static PSContainer.Interop.Interop;

namespace PSContainer.Launch.Steps;

/// <summary>Sets the effective, permitted, inheritable and ambient capabilities; see <c>capabilities(7)</c>.</summary>
internal sealed class SetCapabilitiesStep(ulong effective, ulong permitted, ulong inheritable, ulong ambient, string text) : LaunchStep
{
    public override string Name => "Capability";

    public override string Description => $"set capabilities {text}";

    public override void Execute(LaunchContext context)
    {
        LinuxException.Check(CapSet(effective, permitted, inheritable), "capset");
        LinuxException.Check(Prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL), "prctl(PR_CAP_AMBIENT)");
        for (int capability = 0; capability < 64; capability++)
        {
            if ((ambient & (1UL << capability)) != 0)
            {
                LinuxException.Check(Prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, (nuint)capability), "prctl(PR_CAP_AMBIENT)");
            }
        }
    }
}
