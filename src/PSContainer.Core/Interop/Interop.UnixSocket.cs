using System.Globalization;
using System.Text;
using static Tmds.Linux.LibC;

namespace PSContainer.Interop;

internal static unsafe partial class Interop
{
    private const int UnixPathBytes = 108;

    private static int SYS_bind => s_x64 ? 49 : 200;

    private static int SYS_getsockopt => s_x64 ? 55 : 209;

    private static int SYS_connect => s_x64 ? 42 : 203;

    /// <summary>Connects a unix socket to the one at a path; a path that is too long for an address goes by its folder's descriptor.</summary>
    public static int ConnectUnix(int socket, string path) => WithAddress(socket, path, SYS_connect);

    /// <summary>Gives a unix socket a name in the file system.</summary>
    public static int BindUnix(int socket, string path) => WithAddress(socket, path, SYS_bind);

    /// <summary>The user at the other end of a connected unix socket, as this process counts users; see <c>SO_PEERCRED</c> in <c>unix(7)</c>.</summary>
    public static uint? PeerUser(int socket)
    {
        const int SO_PEERCRED = 17;
        uint* credentials = stackalloc uint[3];
        int length = 3 * sizeof(uint);
        return (int)(long)syscall(SYS_getsockopt, socket, SOL_SOCKET, SO_PEERCRED, credentials, &length) == 0 ? credentials[1] : null;
    }

    private static int WithAddress(int socket, string path, int call)
    {
        if (Encoding.UTF8.GetByteCount(path) < UnixPathBytes)
        {
            return CallWithAddress(socket, path, call);
        }

        int separator = path.LastIndexOf('/');
        fixed (byte* folder = new CString(separator > 0 ? path[..separator] : "."))
        {
            int directory = open(folder, O_PATH | O_DIRECTORY | O_CLOEXEC);
            if (directory < 0)
            {
                return -1;
            }

            string near = string.Create(CultureInfo.InvariantCulture, $"/proc/self/fd/{directory}/{path[(separator + 1)..]}");
            int result = CallWithAddress(socket, near, call);
            int error = errno;
            close(directory);
            System.Runtime.InteropServices.Marshal.SetLastPInvokeError(error);
            return result;
        }
    }

    private static int CallWithAddress(int socket, string path, int call)
    {
        byte* address = stackalloc byte[2 + UnixPathBytes];
        new Span<byte>(address, 2 + UnixPathBytes).Clear();
        *(ushort*)address = (ushort)AF_UNIX;
        if (!Encoding.UTF8.TryGetBytes(path, new Span<byte>(address + 2, UnixPathBytes - 1), out _))
        {
            System.Runtime.InteropServices.Marshal.SetLastPInvokeError(Errors.Errno.ENAMETOOLONG);
            return -1;
        }

        return (int)(long)syscall(call, socket, address, 2 + UnixPathBytes);
    }
}
