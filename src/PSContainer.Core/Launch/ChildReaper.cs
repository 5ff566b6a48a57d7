using PSContainer.Errors;
using Tmds.Linux;
using static PSContainer.Interop.Interop;
using static Tmds.Linux.LibC;

namespace PSContainer.Launch;

/// <summary>Waits for the short-lived processes that steps have done a part of their work.</summary>
internal static unsafe class ChildReaper
{
    /// <summary>Waits until a child has ended, and tells how it did.</summary>
    /// <exception cref="LinuxException">It is no child, or was waited for already.</exception>
    public static ChildInfo Reap(int pid)
    {
        ChildInfo info = default;
        int result;
        do
        {
            result = WaitId(P_PID, pid, &info, WEXITED | WALL);
        }
        while (result < 0 && errno == EINTR);

        LinuxException.Check(result, "waitid");
        return info;
    }
}
