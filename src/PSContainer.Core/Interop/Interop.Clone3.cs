using System.Runtime.InteropServices;
using static Tmds.Linux.LibC;

namespace PSContainer.Interop;

internal static unsafe partial class Interop
{
    public const ulong CLONE_PIDFD = 0x1000;
    public const ulong CLONE_NEWTIME = 0x80;
    public const ulong CLONE_INTO_CGROUP = 0x200000000;

    /// <summary>The kernel's <c>struct clone_args</c>, see <c>clone(2)</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct CloneArgs
    {
        public ulong Flags;
        public ulong PidFd;
        public ulong ChildTid;
        public ulong ParentTid;
        public ulong ExitSignal;
        public ulong Stack;
        public ulong StackSize;
        public ulong Tls;
        public ulong SetTid;
        public ulong SetTidSize;
        public ulong Cgroup;
    }

    /// <summary>Like <c>fork(2)</c> with flags: returns twice, 0 in the child. Not for a process with other threads at work.</summary>
    /// <returns>The child's pid, 0 in the child, or -1 with errno.</returns>
    public static int Clone3(CloneArgs* args) => (int)(long)syscall(SYS_clone3, args, sizeof(CloneArgs));

    /// <summary>The C library's <c>clone(2)</c>: the child begins with a function, on a stack of its own that grows down from <paramref name="stackTop"/>.</summary>
    /// <returns>The child's pid, or -1 with errno.</returns>
    [LibraryImport("libc", EntryPoint = "clone", SetLastError = true)]
    public static partial int Clone(delegate* unmanaged<void*, int> begin, void* stackTop, int flags, void* argument);

    /// <summary>A copy of the calling process, by the call that every filter of system calls knows; see <c>clone(2)</c>.</summary>
    public static int Fork() => (int)(long)syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0);
}
