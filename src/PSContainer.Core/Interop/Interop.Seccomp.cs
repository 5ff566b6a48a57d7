using System.Runtime.InteropServices;
using static Tmds.Linux.LibC;

namespace PSContainer.Interop;

internal static unsafe partial class Interop
{
    private const uint SECCOMP_SET_MODE_FILTER = 1;

    private static int SYS_seccomp => s_x64 ? 317 : 277;

    /// <summary>The kernel's <c>struct sock_fprog</c>: a program in classic BPF.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct SockFprog
    {
        public ushort Length;
        public ulong* Filter;
    }

    /// <summary>Adds a filter of system calls to the thread; see <c>seccomp(2)</c>.</summary>
    /// <returns>A listener's descriptor where the flags ask for one, else 0; or -1 with errno.</returns>
    public static int SeccompSetFilter(uint flags, SockFprog* program) =>
        (int)(long)syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, flags, program);
}
