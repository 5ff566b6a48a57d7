using System.Runtime.InteropServices;
using static Tmds.Linux.LibC;

namespace PSContainer.Interop;

internal static unsafe partial class Interop
{

    [StructLayout(LayoutKind.Sequential)]
    private struct OpenHow
    {
        public ulong Flags;
        public ulong Mode;
        public ulong Resolve;
    }

    /// <summary>Opens a path with the kernel holding every step of it to <paramref name="resolve"/>; see <c>openat2(2)</c>.</summary>
    public static int OpenAt2(int directory, byte* path, int flags, uint mode, ulong resolve)
    {
        var how = new OpenHow { Flags = (uint)flags, Mode = mode, Resolve = resolve };
        return (int)(long)syscall(SYS_openat2, directory, path, &how, sizeof(OpenHow));
    }
}
