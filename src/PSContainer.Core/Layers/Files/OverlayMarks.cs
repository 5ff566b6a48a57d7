using PSContainer.Errors;
using static PSContainer.Interop.Interop;
using static Tmds.Linux.LibC;

namespace PSContainer.Layers.Files;

/// <summary>
/// How overlayfs notes what a layer takes away; see the kernel's overlayfs.rst, "whiteouts and opaque directories". Root's attributes are
/// <c>trusted.overlay.*</c>; in a user namespace, mounted with <c>userxattr</c>, they are <c>user.overlay.*</c>.
/// </summary>
internal sealed unsafe class OverlayMarks(bool userAttributes)
{
    private const int S_IFCHR = 0x2000;

    private static ReadOnlySpan<byte> Trusted => "trusted.overlay."u8;

    private static ReadOnlySpan<byte> User => "user.overlay."u8;

    private static ReadOnlySpan<byte> TrustedOpaque => "trusted.overlay.opaque\0"u8;

    private static ReadOnlySpan<byte> UserOpaque => "user.overlay.opaque\0"u8;

    /// <summary>Whether something was hidden.</summary>
    public bool HasMarks { get; private set; }

    /// <summary>What overlayfs' own attributes begin with.</summary>
    public ReadOnlySpan<byte> Prefix => userAttributes ? User : Trusted;

    /// <summary>Whether overlayfs would take the attribute for one of its own.</summary>
    public bool IsOwn(ReadOnlySpan<byte> attribute) => attribute.StartsWith(Prefix);

    /// <summary>Hides what lower layers have in a folder.</summary>
    public void MakeOpaque(int folder)
    {
        byte yes = (byte)'y';
        HasMarks = true;
        fixed (byte* name = userAttributes ? UserOpaque : TrustedOpaque)
        {
            LinuxException.Check(FileSetXAttr(folder, name, &yes, 1, 0), "fsetxattr", "overlay.opaque");
        }
    }

    /// <summary>Whether what lower layers have in a folder is hidden.</summary>
    public bool IsOpaque(int folder)
    {
        byte value = 0;
        fixed (byte* name = userAttributes ? UserOpaque : TrustedOpaque)
        {
            return FileGetXAttr(folder, name, &value, 1) == 1 && value == (byte)'y';
        }
    }

    /// <summary>Hides what lower layers have under that name.</summary>
    public void MakeWhiteout(int folder, NameBytes name)
    {
        HasMarks = true;
        fixed (byte* path = name)
        {
            LinuxException.Check(MakeNode(folder, path, S_IFCHR, 0), "mknodat");
        }
    }
}
