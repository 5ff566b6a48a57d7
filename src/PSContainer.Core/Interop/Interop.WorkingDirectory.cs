using static Tmds.Linux.LibC;

namespace PSContainer.Interop;

internal static unsafe partial class Interop
{
    /// <summary>
    /// The kernel's own answer. The C library's getcwd hides one that is outside the root ("(unreachable)/…").
    /// </summary>
    public static int GetWorkingDirectory(byte* buffer, int size) => (int)(long)syscall(SYS_getcwd, buffer, size);
}
