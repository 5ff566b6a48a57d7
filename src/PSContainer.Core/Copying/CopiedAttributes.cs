using PSContainer.Layers.Files;

namespace PSContainer.Copying;

/// <summary>
/// The extended attributes that go with a copy: those of users (<c>user.…</c>), and capabilities where a file keeps all of its rights. What the
/// kernel keeps for itself, labels, and access lists with owners' numbers in them stay behind.
/// </summary>
internal sealed class CopiedAttributes
{
    // No notes of overlayfs: the kernel would obey them.
    private readonly ExtendedAttributes _attributes = new(new OverlayMarks(userAttributes: true), isPrivileged: false);

    /// <summary>Copies them, as far as the file system takes any.</summary>
    /// <param name="from">The original.</param>
    /// <param name="to">The copy.</param>
    /// <param name="withCapabilities">Whether a program may have the capabilities that it has.</param>
    /// <exception cref="Errors.LinuxException">There is no room for them.</exception>
    public void Copy(int from, int to, bool withCapabilities) => _attributes.Copy(
        from, to, name => name.StartsWith("user."u8) || (withCapabilities && name.SequenceEqual("security.capability"u8)));
}
