using System.Runtime.InteropServices;

namespace PSContainer.Interop;

internal static unsafe partial class Interop
{
    public const int REG_EXTENDED = 1;
    public const int REG_NOSUB = 8;

    // The C library's regex_t is opaque: this is larger than any (glibc: 64 bytes).
    [StructLayout(LayoutKind.Sequential, Size = 256)]
    public struct RegularExpression;

    /// <summary>Compiles a POSIX regular expression; 0, or a code of its own; see <c>regex(3)</c>.</summary>
    [LibraryImport("libc", EntryPoint = "regcomp")]
    public static partial int CompileExpression(RegularExpression* expression, byte* pattern, int flags);

    /// <summary>0 where the text matches.</summary>
    [LibraryImport("libc", EntryPoint = "regexec")]
    public static partial int MatchExpression(RegularExpression* expression, byte* text, nuint matches, void* match, int flags);
}
