using PSContainer.Errors;
using static PSContainer.Interop.Interop;

namespace PSContainer.Launch.Steps;

/// <summary>
/// Takes id 0 of the user namespace for the set-up: what an id without a map makes would belong to nobody, which file systems
/// refuse.
/// </summary>
internal sealed class BecomeNamespaceRootStep : LaunchStep
{
    public override string Name => "User";

    public override string Description => "become root of the user namespace";

    public override void Execute(LaunchContext context)
    {
        LinuxException.Check(SetResGid(0), "setresgid");
        LinuxException.Check(SetResUid(0), "setresuid");
    }
}
