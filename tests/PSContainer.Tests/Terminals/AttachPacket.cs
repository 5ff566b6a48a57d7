using static Tmds.Linux.LibC;

namespace PSContainer.Tests.Terminals;

/// <summary>What no client of the module's would send.</summary>
internal static unsafe class AttachPacket
{
    public static bool Send(int socket, ReadOnlySpan<byte> packet)
    {
        fixed (byte* start = packet)
        {
            return (long)send(socket, start, packet.Length, MSG_NOSIGNAL) == packet.Length;
        }
    }
}
