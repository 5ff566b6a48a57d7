using System.Runtime.InteropServices;

namespace PSContainer.Interop;

internal static unsafe partial class Interop
{
    /// <summary>Copies between descriptors within the kernel, from the source's position on; see <c>sendfile(2)</c>.</summary>
    public static nint SendFile(int target, int source, nuint count) => SendFile(target, source, null, count);

    [LibraryImport("libc", EntryPoint = "sendfile", SetLastError = true)]
    private static partial nint SendFile(int target, int source, long* offset, nuint count);
}
