using static Tmds.Linux.LibC;

namespace PSContainer.Interop;

internal static unsafe partial class Interop
{
    private static int SYS_mknodat => s_x64 ? 259 : 33;

    /// <summary>
    /// Makes a file of any type; see <c>mknod(2)</c>. Tmds.LibC's goes through <c>__xmknodat</c>, which a static C library of
    /// today does not have.
    /// </summary>
    public static int MakeNode(int directory, byte* name, int mode, ulong device) =>
        (int)(long)syscall(SYS_mknodat, directory, name, (uint)mode, (uint)device);
}
