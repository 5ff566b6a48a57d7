using System.Text;
using Microsoft.Win32.SafeHandles;

namespace PSContainer.Images;

/// <summary>
/// What the file says that is locked while a container is being made, and stays with it: whose the container's folder is. One file for
/// all of it, as a container of an image is made and removed in a few milliseconds, of which each file is a share.
/// </summary>
/// <param name="StateRoot">The state store that the container is in.</param>
/// <param name="Manifest">The digest of the manifest that it is of; null for a container of no image.</param>
internal readonly record struct ContainerLease(string StateRoot, Digest? Manifest)
{
    // A path of 4,096 bytes at most, and a digest.
    private const int MaxBytes = 5 << 10;

    /// <summary>Reads it; one that is not written yet is of no store.</summary>
    public static ContainerLease Read(SafeFileHandle file)
    {
        Span<byte> bytes = stackalloc byte[MaxBytes];
        string[] parts = Encoding.UTF8.GetString(bytes[..RandomAccess.Read(file, bytes, 0)]).Split('\0');
        return new ContainerLease(parts[0], parts.Length > 1 && Digest.TryParse(parts[1], out Digest digest) ? digest : null);
    }

    /// <summary>The file's content: two texts, apart by what no path has in it.</summary>
    public byte[] ToBytes() => Encoding.UTF8.GetBytes($"{StateRoot}\0{Manifest}");
}
