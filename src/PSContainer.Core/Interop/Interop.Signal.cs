using System.Runtime.InteropServices;
using PSContainer.Errors;
using static Tmds.Linux.LibC;

namespace PSContainer.Interop;

internal static unsafe partial class Interop
{
    /// <summary>The highest signal number.</summary>
    public const int LastSignal = 64;

    private const int SignalSetBytes = 8;

    private static int SYS_rt_sigaction => s_x64 ? 13 : 134;

    private static int SYS_rt_sigprocmask => s_x64 ? 14 : 135;

    private static int SYS_rt_sigtimedwait => s_x64 ? 128 : 137;

    private static int SYS_signalfd4 => s_x64 ? 289 : 74;

    // The kernel's own structure, not the C library's: no restorer is needed for the default action.
    [StructLayout(LayoutKind.Sequential)]
    private struct KernelSigAction
    {
        public nint Handler;
        public ulong Flags;
        public nint Restorer;
        public ulong Mask;
    }

    /// <summary>Gives a signal its default action. SIGKILL and SIGSTOP have no other.</summary>
    public static void ResetSignal(int signal)
    {
        KernelSigAction action = default;
        syscall(SYS_rt_sigaction, signal, &action, (void*)null, SignalSetBytes);
    }

    /// <summary>Has a signal thrown away.</summary>
    public static void IgnoreSignal(int signal)
    {
        var action = new KernelSigAction { Handler = 1 };
        syscall(SYS_rt_sigaction, signal, &action, (void*)null, SignalSetBytes);
    }

    /// <summary>Sets which signals are blocked, bit n-1 standing for signal n.</summary>
    public static void SetSignalMask(ulong mask)
    {
        const int SIG_SETMASK = 2;
        syscall(SYS_rt_sigprocmask, SIG_SETMASK, &mask, (void*)null, SignalSetBytes);
    }

    /// <summary>Waits for one of the blocked signals in the set; the signal, or -1 with errno.</summary>
    public static int WaitForSignal(ulong set) =>
        (int)(long)syscall(SYS_rt_sigtimedwait, &set, (void*)null, (void*)null, SignalSetBytes);

    /// <summary>A descriptor that is readable while one of the set's blocked signals is pending; see <c>signalfd(2)</c>.</summary>
    public static int SignalFd(ulong set)
    {
        const int SFD_CLOEXEC = 0x80000;
        const int SFD_NONBLOCK = 0x800;
        return LinuxException.Check((int)(long)syscall(SYS_signalfd4, -1, &set, SignalSetBytes, SFD_CLOEXEC | SFD_NONBLOCK), "signalfd4");
    }

    /// <summary>What a signal is called in a sentence, "Bad system call"; null for one that has no name. See <c>strsignal(3)</c>.</summary>
    public static string? SignalDescription(int signal) => Marshal.PtrToStringUTF8(DescribeSignal(signal));

    [LibraryImport("libc", EntryPoint = "strsignal")]
    private static partial nint DescribeSignal(int signal);
}
