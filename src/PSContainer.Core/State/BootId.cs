using PSContainer.Interop;
using static Tmds.Linux.LibC;

namespace PSContainer.State;

/// <summary>The kernel's random name of this boot; see <c>random(4)</c>.</summary>
internal static class BootId
{
    private const int TextLength = 36;

    private static readonly CString s_path = new("/proc/sys/kernel/random/boot_id");
    private static readonly Lazy<Guid> s_current = new(Read);

    /// <summary>Read once; <see cref="Guid.Empty"/> where there is no such file, which matches any boot.</summary>
    public static Guid Current => s_current.Value;

    /// <summary>Whether something recorded in one boot can still be there in another.</summary>
    public static bool Same(Guid recorded, Guid current) =>
        recorded == current || recorded == Guid.Empty || current == Guid.Empty;

    private static unsafe Guid Read()
    {
        byte* text = stackalloc byte[TextLength];
        int length = ProcFile.Read(s_path, new Span<byte>(text, TextLength));
        return Guid.TryParse(new ReadOnlySpan<byte>(text, Math.Max(length, 0)), null, out Guid id) ? id : Guid.Empty;
    }
}
