using PSContainer.Errors;
using static Tmds.Linux.LibC;

namespace PSContainer.Launch.Steps;

/// <summary>
/// Makes the cgroup namespace. Not with the clone: its root is the group that the process is in at that moment, and only now is
/// that the container's.
/// </summary>
internal sealed class UnshareCgroupStep : LaunchStep
{
    public override string Name => "Namespace";

    public override string Description => "make the cgroup namespace, with the container's cgroup as its root";

    public override void Execute(LaunchContext context) => LinuxException.Check(unshare((int)CLONE_NEWCGROUP), "unshare");
}
