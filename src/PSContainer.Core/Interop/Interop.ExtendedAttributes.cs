using System.Runtime.InteropServices;

namespace PSContainer.Interop;

internal static unsafe partial class Interop
{
    [LibraryImport("libc", EntryPoint = "setxattr", SetLastError = true)]
    public static partial int SetXAttr(byte* path, byte* name, void* value, nuint size, int flags);

    [LibraryImport("libc", EntryPoint = "getxattr", SetLastError = true)]
    public static partial nint GetXAttr(byte* path, byte* name, void* value, nuint size);

    /// <summary>Of a link, its own.</summary>
    [LibraryImport("libc", EntryPoint = "lsetxattr", SetLastError = true)]
    public static partial int LinkSetXAttr(byte* path, byte* name, void* value, nuint size, int flags);

    [LibraryImport("libc", EntryPoint = "lgetxattr", SetLastError = true)]
    public static partial nint LinkGetXAttr(byte* path, byte* name, void* value, nuint size);

    [LibraryImport("libc", EntryPoint = "llistxattr", SetLastError = true)]
    public static partial nint LinkListXAttr(byte* path, byte* list, nuint size);

    [LibraryImport("libc", EntryPoint = "fsetxattr", SetLastError = true)]
    public static partial int FileSetXAttr(int file, byte* name, void* value, nuint size, int flags);

    [LibraryImport("libc", EntryPoint = "fgetxattr", SetLastError = true)]
    public static partial nint FileGetXAttr(int file, byte* name, void* value, nuint size);

    [LibraryImport("libc", EntryPoint = "flistxattr", SetLastError = true)]
    public static partial nint FileListXAttr(int file, byte* list, nuint size);

    [LibraryImport("libc", EntryPoint = "fremovexattr", SetLastError = true)]
    public static partial int FileRemoveXAttr(int file, byte* name);
}
