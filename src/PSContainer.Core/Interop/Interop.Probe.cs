using System.Runtime.InteropServices;
using static Tmds.Linux.LibC;

namespace PSContainer.Interop;

/// <summary>Kernel calls that can be looked for.</summary>
internal enum KernelCall
{
    Clone3,
    PidfdOpen,
    OpenAt2,
    CloseRange,
    OpenTree,
    MountSetAttr,
}

internal static unsafe partial class Interop
{
    /// <summary>
    /// Asks the kernel for a call in a way that does nothing. Whoever answers with another error than "not implemented" or "not
    /// permitted" has it: the arguments are wrong, or harmless, in ways that no privilege is asked for.
    /// </summary>
    /// <returns>0, or the error number.</returns>
    public static int Probe(KernelCall call)
    {
        MountAttr attributes = default;
        fixed (byte* root = "/\0"u8)
        {
            int result = call switch
            {
                KernelCall.Clone3 => (int)(long)syscall(SYS_clone3, (void*)null, 0),
                KernelCall.PidfdOpen => PidfdOpen(getpid()),
                KernelCall.OpenAt2 => OpenAt2(AT_FDCWD, root, O_PATH | O_CLOEXEC, 0, 0),
                KernelCall.CloseRange => CloseRange(uint.MaxValue, int.MaxValue),
                KernelCall.OpenTree => OpenTree(AT_FDCWD, root, OPEN_TREE_CLOEXEC),
                _ => MountSetAttr(-1, 1, &attributes),
            };
            int error = result < 0 ? Marshal.GetLastPInvokeError() : 0;
            _ = result > 0 ? close(result) : 0;
            return error;
        }
    }
}
