using static Tmds.Linux.LibC;

namespace PSContainer.Interop;

internal static unsafe partial class Interop
{
    public const int CLOSE_RANGE_CLOEXEC = 4;

    /// <summary>Closes, or marks close-on-exec, every descriptor from <paramref name="first"/> on.</summary>
    public static int CloseRange(uint first, int flags) => CloseRange(first, uint.MaxValue, flags);

    /// <summary>Closes, or marks close-on-exec, the descriptors from <paramref name="first"/> to <paramref name="last"/>.</summary>
    public static int CloseRange(uint first, uint last, int flags) => (int)(long)syscall(SYS_close_range, first, last, flags);
}
