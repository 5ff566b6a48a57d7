using PSContainer.Errors;
using static PSContainer.Interop.Interop;
using static Tmds.Linux.LibC;

namespace PSContainer.Launcher.CommandLine;

/// <summary>The socket on which a caller waits for a pidfd of the process (runc's <c>--pidfd-socket</c>): a pid can be another's later.</summary>
internal static class PidfdSocket
{
    /// <param name="path">The socket, or null to send nothing.</param>
    /// <param name="pid">The process, which has not been waited for.</param>
    /// <exception cref="ContainerException">Nobody listens there.</exception>
    public static void Send(string? path, int pid)
    {
        if (path is null)
        {
            return;
        }

        int socket = ConsoleSocket.Connect(path, "pidfd");
        int process = LinuxException.Check(PidfdOpen(pid), "pidfd_open");
        int sent = SendDescriptor(socket, "pidfd"u8, process);
        close(process);
        close(socket);
        LinuxException.Check(sent, "sendmsg", path);
    }
}
