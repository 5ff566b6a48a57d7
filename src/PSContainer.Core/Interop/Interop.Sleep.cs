using static Tmds.Linux.LibC;

namespace PSContainer.Interop;

internal static unsafe partial class Interop
{
    private static int SYS_nanosleep => s_x64 ? 35 : 101;

    /// <summary>Waits, without the runtime's own machinery for it; see <c>nanosleep(2)</c>.</summary>
    /// <param name="nanoseconds">How long; less than a second.</param>
    public static void Sleep(int nanoseconds)
    {
        long* time = stackalloc long[] { 0, nanoseconds };
        syscall(SYS_nanosleep, time, (void*)null);
    }
}
