using System.Runtime.InteropServices;
using static Tmds.Linux.LibC;

namespace PSContainer.Interop;

internal static unsafe partial class Interop
{
    private const int ControlBytes = 64;

    private static int SYS_sendmsg => s_x64 ? 46 : 211;

    private static int SYS_recvmsg => s_x64 ? 47 : 212;

    // struct msghdr of the kernel; the C library's differs in the types of two members, not in their places.
    [StructLayout(LayoutKind.Sequential)]
    private struct MessageHeader
    {
        public byte* Name;
        public uint NameLength;
        public IoVector* Vectors;
        public nuint VectorCount;
        public void* Control;
        public nuint ControlLength;
        public uint Flags;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct IoVector
    {
        public byte* Start;
        public nuint Length;
    }

    // struct cmsghdr with room for one descriptor.
    [StructLayout(LayoutKind.Sequential)]
    private struct RightsMessage
    {
        public nuint Length;
        public int Level;
        public int Type;
        public int Descriptor;
    }

    /// <summary>Sends bytes and a descriptor over a unix socket; see <c>unix(7)</c>, SCM_RIGHTS.</summary>
    /// <returns>The number of bytes sent, or -1 with errno.</returns>
    public static int SendDescriptor(int socket, ReadOnlySpan<byte> bytes, int descriptor)
    {
        fixed (byte* start = bytes)
        {
            var vector = new IoVector { Start = start, Length = (nuint)bytes.Length };
            var rights = new RightsMessage
            {
                Length = (nuint)sizeof(nuint) + (3 * sizeof(int)), Level = SOL_SOCKET, Type = SCM_RIGHTS, Descriptor = descriptor,
            };
            var header = new MessageHeader
            {
                Vectors = &vector, VectorCount = 1, Control = &rights, ControlLength = (nuint)sizeof(RightsMessage),
            };
            return (int)(long)syscall(SYS_sendmsg, socket, &header, MSG_NOSIGNAL);
        }
    }

    /// <summary>Receives bytes and the descriptor that came with them, close-on-exec; -1 where none did.</summary>
    /// <returns>The number of bytes received, or -1 with errno.</returns>
    public static int ReceiveDescriptor(int socket, Span<byte> bytes, out int descriptor)
    {
        fixed (byte* start = bytes)
        {
            var vector = new IoVector { Start = start, Length = (nuint)bytes.Length };
            byte* control = stackalloc byte[ControlBytes];
            var header = new MessageHeader
            {
                Vectors = &vector, VectorCount = 1, Control = control, ControlLength = (nuint)sizeof(RightsMessage),
            };
            int length = (int)(long)syscall(SYS_recvmsg, socket, &header, MSG_CMSG_CLOEXEC);
            var rights = (RightsMessage*)control;
            bool came = length >= 0 && header.ControlLength >= (nuint)sizeof(nuint) + (3 * sizeof(int))
                && rights->Level == SOL_SOCKET && rights->Type == SCM_RIGHTS;
            descriptor = came ? rights->Descriptor : -1;
            return length;
        }
    }
}
