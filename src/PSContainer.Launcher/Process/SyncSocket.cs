using System.Buffers.Binary;
using PSContainer.Errors;
using Tmds.Linux;
using static Tmds.Linux.LibC;

namespace PSContainer.Launcher.Process;

/// <summary>
/// A pair of sequenced-packet sockets between parent and child. Both ends are close-on-exec, so that the end of file is the
/// proof of a successful execve. Sending allocates nothing.
/// </summary>
internal readonly unsafe struct SyncSocket(int parent, int child)
{
    /// <summary>The longest message, in bytes.</summary>
    public const int MaxMessage = 16384;

    public static SyncSocket Create()
    {
        int* pair = stackalloc int[2];
        LinuxException.Check(socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair), "socketpair");
        return new SyncSocket(pair[0], pair[1]);
    }

    /// <summary>The parent's end.</summary>
    public int Parent => parent;

    /// <summary>The child's end.</summary>
    public int Child => child;

    /// <summary>Sends a message with a number, where one belongs to it.</summary>
    public static void Send(int socket, SyncMessage message, int number = 0)
    {
        byte* packet = stackalloc byte[5];
        packet[0] = (byte)message;
        BinaryPrimitives.WriteInt32LittleEndian(new Span<byte>(packet + 1, 4), number);
        send(socket, packet, 5, MSG_NOSIGNAL);
    }

    /// <summary>Whether nobody has the other end any more.</summary>
    public static bool IsAbandoned(int socket)
    {
        var file = new pollfd { fd = socket };
        return poll(&file, 1, 0) > 0 && (file.revents & POLLHUP) != 0;
    }

    /// <summary>Tells of a failed step.</summary>
    public static void SendFailure(int socket, string name, string description, LinuxException error)
    {
        byte* packet = stackalloc byte[MaxMessage];
        packet[0] = (byte)SyncMessage.Failed;
        int length = FailureMessage.Write(new Span<byte>(packet, MaxMessage), name, description, error);
        send(socket, packet, length, MSG_NOSIGNAL);
    }

    /// <summary>Waits for the other end's next message.</summary>
    public static SyncMessage Receive(int socket, out int number, out StepFailure? failure)
    {
        byte* packet = stackalloc byte[MaxMessage];
        long length;
        do
        {
            length = (long)recv(socket, packet, MaxMessage, 0);
        }
        while (length < 0 && errno == EINTR);
        number = 0;
        failure = null;
        if (length < 5)
        {
            return SyncMessage.EndOfFile;
        }

        var room = new ReadOnlySpan<byte>(packet, (int)length);
        number = BinaryPrimitives.ReadInt32LittleEndian(room[1..]);
        failure = packet[0] == (byte)SyncMessage.Failed ? FailureMessage.Read(room) : null;
        return (SyncMessage)packet[0];
    }
}
