using static Tmds.Linux.LibC;

namespace PSContainer.Interop;

internal static unsafe partial class Interop
{
    private static int SYS_execveat => s_x64 ? 322 : 281;

    /// <summary>Executes the file that a descriptor stands for (AT_EMPTY_PATH); see <c>execveat(2)</c>.</summary>
    public static int ExecveAt(int directory, byte* path, byte** arguments, byte** environment, int flags) =>
        (int)(long)syscall(SYS_execveat, directory, path, arguments, environment, flags);
}
