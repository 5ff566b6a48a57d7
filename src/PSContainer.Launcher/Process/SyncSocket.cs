using System.Buffers.Binary;
using System.Text;
using PSContainer.Errors;
using static Tmds.Linux.LibC;

namespace PSContainer.Launcher.Process;

/// <summary>What parent and child say to each other while a process is set up.</summary>
internal enum SyncMessage : byte
{
    /// <summary>The child became the command: the kernel closed its end.</summary>
    EndOfFile,

    /// <summary>Parent: maps are written and groups joined, go on.</summary>
    Go,

    /// <summary>Child: write the id maps of my user namespace.</summary>
    MapIds,

    /// <summary>Child: the process to watch is this one.</summary>
    ProcessId,

    /// <summary>Child: a step failed.</summary>
    Failed,
}

/// <summary>
/// A pair of sequenced-packet sockets between parent and child. Both ends are close-on-exec, so that the end of file is the
/// proof of a successful execve. Sending allocates nothing.
/// </summary>
internal readonly unsafe struct SyncSocket(int parent, int child)
{
    private const int MaxMessage = 4608;
    private const int FailureHeader = 9;

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

    /// <summary>Tells of a failed step. A path that is too long is cut.</summary>
    public static void SendFailure(int socket, int step, LinuxException error)
    {
        byte* packet = stackalloc byte[MaxMessage];
        var room = new Span<byte>(packet, MaxMessage);
        packet[0] = (byte)SyncMessage.Failed;
        BinaryPrimitives.WriteInt32LittleEndian(room[1..], step);
        BinaryPrimitives.WriteInt32LittleEndian(room[5..], error.ErrorNumber);
        Encoding.UTF8.TryGetBytes(error.Function, room[FailureHeader..], out int function);
        room[FailureHeader + function] = 0;
        Span<byte> rest = room[(FailureHeader + function + 1)..];
        Encoding.UTF8.GetEncoder().Convert(error.Path ?? "", rest, flush: true, out _, out int path, out _);
        send(socket, packet, FailureHeader + function + 1 + path, MSG_NOSIGNAL);
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
        failure = packet[0] == (byte)SyncMessage.Failed ? ReadFailure(room, number) : null;
        return (SyncMessage)packet[0];
    }

    private static StepFailure ReadFailure(ReadOnlySpan<byte> packet, int step)
    {
        ReadOnlySpan<byte> texts = packet[FailureHeader..];
        int end = texts.IndexOf((byte)0);
        string path = Encoding.UTF8.GetString(texts[(end + 1)..]);
        return new StepFailure(
            step,
            new LinuxException(
                Encoding.UTF8.GetString(texts[..end]), BinaryPrimitives.ReadInt32LittleEndian(packet[5..]), path.Length == 0 ? null : path));
    }
}
