using static Tmds.Linux.LibC;

namespace PSContainer.Interop;

internal static unsafe partial class Interop
{
    /// <summary>Sets a limit of the calling process; see <c>prlimit(2)</c>.</summary>
    public static int SetResourceLimit(int resource, ulong soft, ulong hard)
    {
        ulong* limits = stackalloc ulong[] { soft, hard };
        return (int)(long)syscall(SYS_prlimit64, 0, resource, limits, (void*)null);
    }
}
