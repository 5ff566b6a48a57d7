using System.Runtime.InteropServices;

namespace PSContainer.Interop;

/// <summary>Kernel calls that Tmds.LibC does not have.</summary>
internal static unsafe partial class Interop
{
    // Since 5.1 a new call has one number on every architecture (asm-generic/unistd.h).
    private const int SYS_pidfd_send_signal = 424;
    private const int SYS_open_tree = 428;
    private const int SYS_move_mount = 429;
    private const int SYS_fsopen = 430;
    private const int SYS_fsconfig = 431;
    private const int SYS_fsmount = 432;
    private const int SYS_pidfd_open = 434;
    private const int SYS_clone3 = 435;
    private const int SYS_close_range = 436;
    private const int SYS_openat2 = 437;
    private const int SYS_mount_setattr = 442;

    private static readonly bool s_x64 = RuntimeInformation.ProcessArchitecture == Architecture.X64;

    private static int SYS_clone => s_x64 ? 56 : 220;

    private static int SYS_pivot_root => s_x64 ? 155 : 41;

    private static int SYS_setgroups => s_x64 ? 116 : 159;

    private static int SYS_setresuid => s_x64 ? 117 : 147;

    private static int SYS_setresgid => s_x64 ? 119 : 149;

    private static int SYS_capget => s_x64 ? 125 : 90;

    private static int SYS_capset => s_x64 ? 126 : 91;

    private static int SYS_getcwd => s_x64 ? 79 : 17;

    private static int SYS_prlimit64 => s_x64 ? 302 : 261;
}
