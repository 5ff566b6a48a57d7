using System.Buffers.Binary;
using PSContainer.Launcher.Monitor;
using PSContainer.Terminals;
using static PSContainer.Interop.Interop;
using static Tmds.Linux.LibC;

namespace PSContainer.Launcher.Terminal;

/// <summary>One who is attached to a terminal.</summary>
internal sealed unsafe class AttachClient(int socket, TerminalHub hub) : IMonitorSource, IDisposable
{
    private const int SizeBytes = 1 + (2 * sizeof(ushort));

    private bool _hasSize;

    public int Descriptor => socket;

    public short Events => (short)((hub.TakesInput ? POLLIN : 0) | (IsBehind ? POLLOUT : 0));

    public long Deadline => MonitorLoop.Never;

    /// <summary>Whether it has not got what was read last.</summary>
    public bool IsBehind { get; private set; }

    public void Ready(short events)
    {
        if (IsBehind && (events & POLLOUT) != 0)
        {
            SendRest();
        }

        if (hub.TakesInput && (events & POLLIN) != 0)
        {
            Receive();
        }
        else if ((events & (POLLHUP | POLLERR)) != 0)
        {
            hub.Remove(this);
        }
    }

    public void Elapsed()
    {
    }

    /// <summary>Sends what was read; what it does not take now it gets later.</summary>
    public void SendShown()
    {
        IsBehind = true;
        SendRest();
    }

    public void SendRest()
    {
        if (Send(hub.Packet) || errno is var error && error != EAGAIN && error != EINTR)
        {
            // Who is gone is noticed by the hang-up of the socket.
            IsBehind = false;
            hub.Caught();
        }
    }

    /// <summary>Sends a packet, if it is taken now.</summary>
    public bool Send(ReadOnlySpan<byte> packet)
    {
        fixed (byte* start = packet)
        {
            return (long)send(socket, start, packet.Length, MSG_NOSIGNAL | MSG_DONTWAIT) == packet.Length;
        }
    }

    public void Dispose() => close(socket);

    // Who does not keep to the protocol is let go.
    private void Receive()
    {
        byte* packet = stackalloc byte[AttachProtocol.MostBytes + 2];
        int length = (int)(long)recv(socket, packet, AttachProtocol.MostBytes + 2, MSG_DONTWAIT);
        var bytes = new ReadOnlySpan<byte>(packet, int.Max(length, 0));
        if (length is > 1 and <= AttachProtocol.MostBytes + 1 && bytes[0] == AttachProtocol.Typed)
        {
            hub.Type(bytes[1..]);
        }
        else if (length == SizeBytes && bytes[0] == AttachProtocol.Resized)
        {
            var size = new WindowSize
            {
                Rows = BinaryPrimitives.ReadUInt16LittleEndian(bytes[1..]), Columns = BinaryPrimitives.ReadUInt16LittleEndian(bytes[3..]),
            };
            hub.Resize(size, isNew: !_hasSize);
            _hasSize = true;
        }
        else if (length >= 0 || (errno is var error && error != EAGAIN && error != EINTR))
        {
            hub.Remove(this);
        }
    }
}
