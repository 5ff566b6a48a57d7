using System.Runtime.InteropServices;

namespace PSContainer.Interop;

internal static unsafe partial class Interop
{
    public const uint IN_MODIFY = 0x2;
    public const uint IN_MOVED_TO = 0x80;
    public const uint IN_CREATE = 0x100;
    public const uint IN_DELETE = 0x200;
    public const uint IN_DELETE_SELF = 0x400;
    public const uint IN_ONLYDIR = 0x01000000;

    /// <summary>A queue of what happens to files, close-on-exec and without waits; see <c>inotify(7)</c>.</summary>
    public static int OpenInotify()
    {
        const int IN_NONBLOCK = 0x800;
        const int IN_CLOEXEC = 0x80000;
        return InotifyInit(IN_NONBLOCK | IN_CLOEXEC);
    }

    [LibraryImport("libc", EntryPoint = "inotify_add_watch", SetLastError = true)]
    public static partial int InotifyAdd(int descriptor, byte* path, uint mask);

    [LibraryImport("libc", EntryPoint = "inotify_init1", SetLastError = true)]
    private static partial int InotifyInit(int flags);
}
