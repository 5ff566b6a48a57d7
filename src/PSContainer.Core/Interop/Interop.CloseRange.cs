using static Tmds.Linux.LibC;

namespace PSContainer.Interop;

internal static unsafe partial class Interop
{
    public const int CLOSE_RANGE_CLOEXEC = 4;

    /// <summary>Closes, or marks close-on-exec, every descriptor from <paramref name="first"/> on.</summary>
    public static int CloseRange(uint first, int flags) => (int)(long)syscall(SYS_close_range, first, uint.MaxValue, flags);
}
