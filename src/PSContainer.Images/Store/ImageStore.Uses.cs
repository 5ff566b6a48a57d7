using System.Text;
using PSContainer.Errors;
using PSContainer.State;

namespace PSContainer.Images;

internal sealed partial class ImageStore
{
    private const int MaxDigestFile = 256;

    /// <summary>Notes that a container is of an image: the image's content stays as long as the container's folder is there.</summary>
    /// <param name="hold">Kept since before the image was found.</param>
    /// <param name="containerId">The container's id; its folder is made where it is missing.</param>
    /// <param name="manifest">The manifest's digest.</param>
    public void Use(StoreHold hold, string containerId, Digest manifest)
    {
        ArgumentNullException.ThrowIfNull(hold);
        ContainerId.Validate(containerId);
        Guard(() =>
        {
            StoreFile.MakeFolder(Folders.Container(containerId));
            StoreFile.Replace(Folders.ContainerImage(containerId), Encoding.ASCII.GetBytes(manifest.ToString()));
        });
    }

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
