using PSContainer.Errors;
using static PSContainer.Interop.Interop;
using static Tmds.Linux.LibC;

namespace PSContainer.Launch.Steps;

/// <summary>Takes capabilities out of the bounding set, so that no program can ever gain them; see <c>capabilities(7)</c>.</summary>
internal sealed class DropBoundingCapabilitiesStep(ulong keep, string text) : LaunchStep
{
    private const int LastPossible = 63;

    public override string Name => "Capability";

    public override string Description => $"bound capabilities to {text}";

    public override void Execute(LaunchContext context)
    {
        for (int capability = 0; capability <= LastPossible; capability++)
        {
            if ((keep & (1UL << capability)) == 0 && !TryDrop(capability))
            {
                // The kernel's last capability is behind us.
                return;
            }
        }
    }

    // One that is out of the set already may be no one's to drop: that is asked only when the dropping fails.
    private static bool TryDrop(int capability)
    {
        if (Prctl(PR_CAPBSET_DROP, (nuint)capability) == 0)
        {
            return true;
        }

        var error = LinuxException.FromLastError("prctl(PR_CAPBSET_DROP)");
        return Prctl(PR_CAPBSET_READ, (nuint)capability) switch { 0 => true, 1 => throw error, _ => false };
    }
}
