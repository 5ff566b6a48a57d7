using System.Runtime.InteropServices;

namespace PSContainer.Interop;

internal static unsafe partial class Interop
{
    public const long CGROUP_SUPER_MAGIC = 0x27E0EB;
    public const long CGROUP2_SUPER_MAGIC = 0x63677270;

    /// <summary>The beginning of the kernel's <c>struct statfs</c>, see <c>statfs(2)</c>; the whole is 120 bytes long.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    public struct FileSystemStatus
    {
        [FieldOffset(0)] public long Type;

        /// <summary>How it is mounted: the ST_ constants of <c>statvfs(3)</c>.</summary>
        [FieldOffset(80)] public long Flags;
    }

    [LibraryImport("libc", EntryPoint = "statfs", SetLastError = true)]
    public static partial int StatFs(byte* path, FileSystemStatus* status);

    [LibraryImport("libc", EntryPoint = "fstatfs", SetLastError = true)]
    public static partial int FileStatFs(int file, FileSystemStatus* status);
}
