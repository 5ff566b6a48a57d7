using PSContainer.Errors;
using Tmds.Linux;
using static Tmds.Linux.LibC;

namespace PSContainer.Launch.Steps;

/// <summary>Cuts, or keeps, the ties of the new mount namespace to the host's, so that no mount made here shows there.</summary>
internal sealed unsafe class SetPropagationStep(MountPropagation propagation) : LaunchStep
{
    public override string Name => "Propagation";

    public override string Description => $"make every mount {propagation.Word()}";

    public override void Execute(LaunchContext context)
    {
        fixed (byte* root = "/\0"u8)
        {
            ulong_t flags = propagation.Flags();
            LinuxException.Check(mount(null, root, null, flags, null), "mount", "/");
        }
    }
}
