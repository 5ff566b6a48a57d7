using PSContainer.Errors;
using static PSContainer.Interop.Interop;

namespace PSContainer.Launch.Steps;

/// <summary>
/// Makes effective what the process still may have: leaving uid 0 took it away, and a seccomp filter without no_new_privs has to be
/// loaded with CAP_SYS_ADMIN.
/// </summary>
internal sealed class RaiseCapabilitiesStep : LaunchStep
{
    public override string Name => "Capability";

    public override string Description => "keep capabilities until the seccomp filter is loaded";

    public override void Execute(LaunchContext context)
    {
        LinuxException.Check(CapGetPermitted(out ulong permitted), "capget");
        LinuxException.Check(CapSet(permitted, permitted, 0), "capset");
    }
}
