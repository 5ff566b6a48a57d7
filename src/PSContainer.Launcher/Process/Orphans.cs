using System.Buffers.Text;
using PSContainer.Cgroups;
using PSContainer.Errors;
using static PSContainer.Interop.Interop;
using static Tmds.Linux.LibC;

namespace PSContainer.Launcher.Process;

/// <summary>
/// What a container without a PID namespace of its own leaves behind: its processes become the launcher's children when their
/// parents end, and so can be found and ended where no cgroup tells them.
/// </summary>
internal static unsafe class Orphans
{
    /// <summary>From now on, orphans among the launcher's descendants are its children: <c>PR_SET_CHILD_SUBREAPER</c>.</summary>
    public static void Adopt() => LinuxException.Check(Prctl(PR_SET_CHILD_SUBREAPER, 1), "prctl");

    /// <summary>Ends all children, and theirs, which then become the launcher's; returns when there are none.</summary>
    public static void End()
    {
        do
        {
            KillChildren();
        }
        while (ReapOne());
    }

    private static void KillChildren()
    {
        foreach (string thread in Directory.GetDirectories("/proc/self/task"))
        {
            ReadOnlySpan<byte> rest = CgroupFile.ReadAll(CgroupFile.AtCurrent, thread + "/children", out _);
            while (Utf8Parser.TryParse(rest, out int child, out int used))
            {
                kill(child, SIGKILL);
                rest = rest[Math.Min(rest.Length, used + 1)..];
            }
        }
    }

    // Waits for one: whoever is killed has to end, and its children are there when it has.
    private static bool ReapOne()
    {
        ChildInfo info = default;
        int result;
        while ((result = WaitId(P_ALL, 0, &info, WEXITED | WALL)) < 0 && errno == EINTR)
        {
        }

        return result == 0;
    }
}
