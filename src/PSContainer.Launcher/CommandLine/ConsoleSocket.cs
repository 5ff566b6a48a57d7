using PSContainer.Errors;
using static PSContainer.Interop.Interop;
using static Tmds.Linux.LibC;

namespace PSContainer.Launcher.CommandLine;

/// <summary>The socket on which a caller such as conmon waits for the other end of a container's terminal.</summary>
internal static class ConsoleSocket
{
    /// <param name="path">The socket.</param>
    /// <param name="kind">What it is called in an error.</param>
    /// <exception cref="ContainerException">Nobody listens there.</exception>
    public static int Connect(string path, string kind = "console")
    {
        int socket = LinuxException.Check(Tmds.Linux.LibC.socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0), "socket");
        if (ConnectUnix(socket, path) == 0)
        {
            return socket;
        }

        var error = LinuxException.FromLastError("connect", path);
        close(socket);
        throw new ContainerException(
            $"Console.{error.ErrorName}", ErrorKind.OperationFailed, $"The {kind} socket cannot be reached: {error.Message}.", path, null, error);
    }
}
