using PSContainer.Errors;
using static PSContainer.Interop.Interop;
using static Tmds.Linux.LibC;

namespace PSContainer.Launcher.Process;

/// <summary>The only place that clones.</summary>
/// <remarks>
/// Managed code goes on in the child. That works because the launcher is single-threaded but for a finalizer thread that has
/// nothing to do, and because a launch allocates less than the first generation's budget, so that no collection begins.
/// </remarks>
internal static unsafe class ProcessCloner
{
    /// <summary>Clones the calling process.</summary>
    /// <param name="flags">Flags of clone3(2) besides CLONE_INTO_CGROUP.</param>
    /// <param name="cgroup">A cgroup v2 folder that the child begins in, or -1.</param>
    /// <returns>The child's pid; 0 in the child.</returns>
    public static int Clone(ulong flags, int cgroup = -1)
    {
        var args = new CloneArgs { Flags = flags, ExitSignal = (flags & (uint)CLONE_PARENT) == 0 ? (ulong)SIGCHLD : 0 };
        if (cgroup >= 0)
        {
            args.Flags |= CLONE_INTO_CGROUP;
            args.Cgroup = (ulong)cgroup;
        }

        return LinuxException.Check(Clone3(&args), "clone3");
    }
}
