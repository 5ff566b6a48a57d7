using System.Runtime.InteropServices;

namespace PSContainer.Interop;

internal static unsafe partial class Interop
{
    private const int MADV_DONTNEED = 4;

    /// <summary>Gives pages back: private ones are zero when they are next used, those of a file are read anew; see <c>madvise(2)</c>.</summary>
    public static int AdviseUnneeded(void* start, nuint length) => Advise(start, length, MADV_DONTNEED);

    [LibraryImport("libc", EntryPoint = "madvise", SetLastError = true)]
    private static partial int Advise(void* start, nuint length, int advice);
}
