using PSContainer.Errors;
using static PSContainer.Interop.Interop;

namespace PSContainer.Launch.Steps;

/// <summary>From here on no execve grants anything: set-user-id bits and file capabilities are ignored.</summary>
internal sealed class NoNewPrivilegesStep : LaunchStep
{
    public override string Name => "NoNewPrivileges";

    public override string Description => "set no_new_privs";

    public override void Execute(LaunchContext context) =>
        LinuxException.Check(Prctl(PR_SET_NO_NEW_PRIVS, 1), "prctl(PR_SET_NO_NEW_PRIVS)");
}
