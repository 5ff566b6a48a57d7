using PSContainer.Errors;
using static PSContainer.Interop.Interop;

namespace PSContainer.Launcher.Process;

/// <summary>A descriptor on its way from one of the launcher's processes to another; or the reason why there is none.</summary>
internal static class DescriptorMessage
{
    public static void Send(int socket, int descriptor) =>
        LinuxException.Check(SendDescriptor(socket, [(byte)SyncMessage.Open], descriptor), "sendmsg");

    /// <exception cref="LinuxException">It could not be opened, with the other side's reason.</exception>
    public static unsafe int Receive(int socket)
    {
        byte* packet = stackalloc byte[SyncSocket.MaxMessage];
        var room = new Span<byte>(packet, SyncSocket.MaxMessage);
        int length = LinuxException.Check(ReceiveDescriptor(socket, room, out int descriptor), "recvmsg");
        if (descriptor >= 0)
        {
            return descriptor;
        }

        throw length > 0 && room[0] == (byte)SyncMessage.Failed
            ? FailureMessage.Read(room[..length]).Error
            : new LinuxException("recvmsg", Errno.EPIPE);
    }
}
