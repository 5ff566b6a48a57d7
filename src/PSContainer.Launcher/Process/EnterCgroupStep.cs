using PSContainer.Cgroups;
using PSContainer.Errors;
using PSContainer.Launch;
using static Tmds.Linux.LibC;

namespace PSContainer.Launcher.Process;

/// <summary>
/// The process enters its version 1 cgroups by itself: for the kernel to move another it holds up every fork and exit on the
/// machine, and waits for a grace period first.
/// </summary>
/// <param name="entries">What <see cref="Cgroup.OpenEntries"/> gave.</param>
internal sealed class EnterCgroupStep(int[] entries) : LaunchStep
{
    public override string Name => "Cgroup";

    public override string Description => "enter the cgroup";

    public override void Execute(LaunchContext context)
    {
        foreach (int entry in entries)
        {
            int result = Cgroup.Enter(entry);
            if (result < 0)
            {
                throw new LinuxException("write", -result, "tasks");
            }

            close(entry);
        }
    }
}
