using System.Runtime.InteropServices;
using PSContainer.Errors;
using static PSContainer.Interop.Interop;
using static Tmds.Linux.LibC;

namespace PSContainer.Launcher.Process;

/// <summary>
/// Clones a process that has the launcher's memory, not a copy of it, until it has become the command, as vfork(2) does: no page
/// is copied on either side, which is a tenth of a launch. The launcher sleeps meanwhile.
/// </summary>
/// <remarks>
/// Managed code runs in the child on a stack of its own, as a callback from native code does. What it writes the launcher finds
/// written: nothing that the set-up keeps is used again after it.
/// </remarks>
internal static unsafe class SharedMemoryCloner
{
    private const int StackBytes = 256 << 10;
    private const int GuardBytes = 4 << 10;

    private static Action? s_child;

    /// <summary>Clones, and returns when the child has executed its command, or died.</summary>
    /// <param name="flags">Flags of clone(2) besides those of memory.</param>
    /// <param name="child">What the child does; it does not return.</param>
    /// <returns>The child's pid.</returns>
    public static int Clone(ulong flags, Action child)
    {
        s_child = child;
        byte* stack = MapStack();
        int pid = LinuxException.Check(
            Interop.Interop.Clone(&Begin, stack + StackBytes, (int)flags | CLONE_VM | CLONE_VFORK | SIGCHLD, null), "clone");
        munmap(stack, StackBytes);
        return pid;
    }

    private static byte* MapStack()
    {
        void* stack = mmap(null, StackBytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_STACK, -1, 0);
        if (stack == MAP_FAILED || mprotect(stack, GuardBytes, PROT_NONE) < 0)
        {
            throw LinuxException.FromLastError("mmap", "the stack of the process");
        }

        return (byte*)stack;
    }

    [UnmanagedCallersOnly]
    private static int Begin(void* argument)
    {
        s_child!();
        return ChildProcess.DiedInSetup;
    }
}
