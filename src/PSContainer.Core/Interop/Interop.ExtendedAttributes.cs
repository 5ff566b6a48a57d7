using System.Runtime.InteropServices;

namespace PSContainer.Interop;

internal static unsafe partial class Interop
{
    [LibraryImport("libc", EntryPoint = "setxattr", SetLastError = true)]
    public static partial int SetXAttr(byte* path, byte* name, void* value, nuint size, int flags);

    [LibraryImport("libc", EntryPoint = "getxattr", SetLastError = true)]
    public static partial nint GetXAttr(byte* path, byte* name, void* value, nuint size);
}
