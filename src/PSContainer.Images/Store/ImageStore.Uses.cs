using Microsoft.Win32.SafeHandles;
using static Tmds.Linux.LibC;

namespace PSContainer.Images;

internal sealed partial class ImageStore
{
    /// <summary>The containers that have a folder in the store, and the digest of the manifest that each is of.</summary>
    public IEnumerable<(string ContainerId, Digest Manifest)> Uses() => Guard(() =>
    {
        var uses = new List<(string, Digest)>();
        if (!Directory.Exists(Folders.Containers))
            return uses;
        foreach (string folder in Directory.EnumerateDirectories(Folders.Containers))
        {
            string id = System.IO.Path.GetFileName(folder);
            using SafeFileHandle? lease = StoreFile.TryOpen(LeaseFile(id), O_RDONLY);
            if (lease is not null && ContainerLease.Read(lease).Manifest is { } digest)
                uses.Add((id, digest));
        }

        return uses;
    });
}
