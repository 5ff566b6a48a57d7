using PSContainer.Errors;
using static PSContainer.Interop.Interop;
using static Tmds.Linux.LibC;

namespace PSContainer.Launch.Steps;

/// <summary>Takes capabilities out of the bounding set, so that no program can ever gain them; see <c>capabilities(7)</c>.</summary>
internal sealed class DropBoundingCapabilitiesStep(ulong keep, string text) : LaunchStep
{
    public override string Name => "Capability";

    public override string Description => $"bound capabilities to {text}";

    public override void Execute(LaunchContext context)
    {
        for (int capability = 0; capability < 64; capability++)
        {
            bool wanted = (keep & (1UL << capability)) != 0;
            int state = wanted ? 1 : Prctl(PR_CAPBSET_READ, (nuint)capability);
            if (state < 0)
            {
                // The kernel's last capability is behind us.
                return;
            }

            if (!wanted && state == 1)
            {
                LinuxException.Check(Prctl(PR_CAPBSET_DROP, (nuint)capability), "prctl(PR_CAPBSET_DROP)");
            }
        }
    }
}
