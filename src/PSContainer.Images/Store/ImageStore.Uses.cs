using System.Text;

namespace PSContainer.Images;

internal sealed partial class ImageStore
{
    private const int MaxDigestFile = 256;

    /// <summary>The containers that have a folder in the store, and the digest of the manifest that each is of.</summary>
    public IEnumerable<(string ContainerId, Digest Manifest)> Uses() => Guard(() =>
    {
        var uses = new List<(string, Digest)>();
        if (!Directory.Exists(Folders.Containers))
            return uses;
        foreach (string folder in Directory.EnumerateDirectories(Folders.Containers))
        {
            string id = System.IO.Path.GetFileName(folder);
            if (ReadDigest(Folders.ContainerImage(id)) is { } digest)
                uses.Add((id, digest));
        }

        return uses;
    });

    private static Digest? ReadDigest(string path)
    {
        using Microsoft.Win32.SafeHandles.SafeFileHandle? file = StoreFile.TryOpen(path, Tmds.Linux.LibC.O_RDONLY);
        Span<byte> text = stackalloc byte[MaxDigestFile];
        int count = file is null ? 0 : RandomAccess.Read(file, text, 0);
        return Digest.TryParse(Encoding.ASCII.GetString(text[..count]), out Digest digest) ? digest : null;
    }
}
