using System.Runtime.InteropServices;
using static Tmds.Linux.LibC;

namespace PSContainer.Interop;

internal static unsafe partial class Interop
{
    public const short IFF_UP = 0x1;
    public const short IFF_RUNNING = 0x40;
    private const int SIOCSIFFLAGS = 0x8914;

    /// <summary>The kernel's <c>struct ifreq</c> where it holds flags; see <c>netdevice(7)</c>.</summary>
    [StructLayout(LayoutKind.Sequential, Size = 40)]
    public struct InterfaceFlags
    {
        public const int NameSize = 16;

        public fixed byte Name[NameSize];
        public short Flags;
    }

    public static int SetInterfaceFlags(int socket, InterfaceFlags* request) => ioctl(socket, SIOCSIFFLAGS, request);
}
