namespace PSContainer.Images;

/// <summary>Tells images from root file systems.</summary>
internal static class ImageFormat
{
    /// <summary>An OCI image layout's own file.</summary>
    public const string LayoutFile = "oci-layout";

    /// <summary>An OCI image layout's index.</summary>
    public const string IndexFile = "index.json";

    private const int IdLength = 64;

    /// <summary>Whether a folder has an image, packed or not.</summary>
    public static bool IsImage(ImageSource folder) => folder.TryRead(LayoutFile) is not null || folder.TryRead(DockerManifest.FileName) is not null;

    /// <summary>Whether an archive that begins so is an image's, as all programs that are in use write them. No root file system begins so.</summary>
    public static bool IsUsualBeginning(ArchiveEntry? first)
    {
        string name = first?.Name.TrimEnd('/') ?? "";
        string top = name.Split('/')[0];
        return IsMark(name) || name is IndexFile or "repositories" or "blobs" or "blobs/sha256" or "blobs/sha512"
            || ImageSource.TryDigest(name, out _) || Digest.TryParse(top, out _) || (top.Length >= IdLength && top[..IdLength].All(char.IsAsciiHexDigitLower));
    }

    /// <summary>Whether an archive that has such an entry is an image's.</summary>
    public static bool IsMark(string name) => name is LayoutFile or DockerManifest.FileName;
}
