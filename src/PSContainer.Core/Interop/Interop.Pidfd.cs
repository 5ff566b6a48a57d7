using static Tmds.Linux.LibC;

namespace PSContainer.Interop;

internal static unsafe partial class Interop
{
    /// <summary>A descriptor of a process, close-on-exec; see <c>pidfd_open(2)</c>.</summary>
    public static int PidfdOpen(int pid) => (int)(long)syscall(SYS_pidfd_open, pid, 0);

    /// <summary>Sends a signal to exactly that process, however its pid was reused; see <c>pidfd_send_signal(2)</c>.</summary>
    public static int PidfdSendSignal(int pidfd, int signal) =>
        (int)(long)syscall(SYS_pidfd_send_signal, pidfd, signal, (void*)null, 0);
}
