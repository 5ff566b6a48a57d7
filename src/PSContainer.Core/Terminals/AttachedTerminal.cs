using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;
using PSContainer.Errors;
using PSContainer.State;
using static PSContainer.Interop.Interop;
using static Tmds.Linux.LibC;

namespace PSContainer.Terminals;

/// <summary>The terminal that a container was started with, by the socket of the monitor that owns it.</summary>
internal sealed unsafe class AttachedTerminal : ITerminalPeer
{
    private readonly SafeFileHandle _socket;
    private readonly byte[] _packet = new byte[AttachProtocol.MostBytes + 1];

    private AttachedTerminal(SafeFileHandle socket) => _socket = socket;

    public int Descriptor => (int)_socket.DangerousGetHandle();

    /// <summary>The exit code of the container's command, once it has ended.</summary>
    public int? ExitCode { get; private set; }

    /// <summary>Attaches to it.</summary>
    /// <exception cref="ContainerException"><c>Container.NotFound</c>, <c>Terminal.NotAttachable</c></exception>
    public static AttachedTerminal Connect(Container container)
    {
        using ContainerFolder folder = container.Store.Open(container.Id);
        string path = $"{folder.Directory.Path}/{AttachProtocol.SocketName}";
        var socket = new SafeFileHandle(
            LinuxException.Check(Tmds.Linux.LibC.socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC | SOCK_NONBLOCK, 0), "socket"), ownsHandle: true);
        if (ConnectUnix((int)socket.DangerousGetHandle(), path) == 0)
        {
            return new AttachedTerminal(socket);
        }

        var error = LinuxException.FromLastError("connect", path);
        socket.Dispose();
        throw TerminalErrors.NotAttachable(container.Name, error);
    }

    public int Read(Span<byte> bytes)
    {
        int length = Receive();
        if (length < 0)
        {
            return errno is var error && (error == EAGAIN || error == EINTR) ? 0 : -1;
        }

        if (length > 1 && _packet[0] == AttachProtocol.Shown)
        {
            _packet.AsSpan(1, length - 1).CopyTo(bytes);
            return length - 1;
        }

        if (length == 1 + sizeof(int) && _packet[0] == AttachProtocol.Exited)
        {
            ExitCode = BinaryPrimitives.ReadInt32LittleEndian(_packet.AsSpan(1));
        }

        return -1;
    }

    public int Write(ReadOnlySpan<byte> bytes)
    {
        bytes = bytes[..int.Min(bytes.Length, AttachProtocol.MostBytes)];
        Span<byte> packet = stackalloc byte[bytes.Length + 1];
        packet[0] = AttachProtocol.Typed;
        bytes.CopyTo(packet[1..]);
        return Send(packet) || !(errno is var error && (error == EAGAIN || error == EINTR)) ? bytes.Length : 0;
    }

    public void Resize(WindowSize size)
    {
        Span<byte> packet = stackalloc byte[1 + (2 * sizeof(ushort))];
        packet[0] = AttachProtocol.Resized;
        BinaryPrimitives.WriteUInt16LittleEndian(packet[1..], size.Rows);
        BinaryPrimitives.WriteUInt16LittleEndian(packet[3..], size.Columns);
        Send(packet);
    }

    public void Dispose() => _socket.Dispose();

    private int Receive()
    {
        fixed (byte* start = _packet)
        {
            return (int)(long)recv(Descriptor, start, _packet.Length, 0);
        }
    }

    private bool Send(ReadOnlySpan<byte> packet)
    {
        fixed (byte* start = packet)
        {
            return (long)send(Descriptor, start, packet.Length, MSG_NOSIGNAL) == packet.Length;
        }
    }
}
