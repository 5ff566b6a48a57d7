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

    private const int Header = 5;

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

    /// <summary>Sends a message with a number, where one belongs to it. That the other end has gone is seen when it is listened to.</summary>
    /// <exception cref="LinuxException">Else both would wait for each other.</exception>
    public static void Send(int socket, SyncMessage message, int number = 0)
    {
        byte* packet = stackalloc byte[Header];
        packet[0] = (byte)message;
        BinaryPrimitives.WriteInt32LittleEndian(new Span<byte>(packet + 1, 4), number);
        if ((long)send(socket, packet, Header, MSG_NOSIGNAL) < 0 && errno != EPIPE && errno != ECONNRESET)
        {
            throw LinuxException.FromLastError("send");
        }
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
        byte* packet = stackalloc byte[Header];
        bool isWhole = Receive(socket, packet, Header, MSG_PEEK) == Header;
        var message = isWhole ? (SyncMessage)packet[0] : SyncMessage.EndOfFile;
        number = isWhole ? BinaryPrimitives.ReadInt32LittleEndian(new ReadOnlySpan<byte>(packet + 1, Header - 1)) : 0;
        failure = message == SyncMessage.Failed ? ReceiveFailure(socket) : null;
        if (isWhole && failure is null)
        {
            Receive(socket, packet, Header, 0);
        }

        return message;
    }

    // The room for it is made only where it is needed: every page of it that is touched costs the launch a fault.
    private static StepFailure ReceiveFailure(int socket)
    {
        byte* packet = stackalloc byte[MaxMessage];
        return FailureMessage.Read(new ReadOnlySpan<byte>(packet, (int)Receive(socket, packet, MaxMessage, 0)));
    }

    // Whoever ends before he has read all that was sent to him resets the connection: that is said once, before what he sent himself.
    private static long Receive(int socket, byte* packet, int room, int flags)
    {
        long length;
        do
        {
            length = (long)recv(socket, packet, room, flags);
        }
        while (length < 0 && (errno == EINTR || errno == ECONNRESET));
        return length;
    }
}
