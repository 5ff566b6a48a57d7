namespace PSContainer.Images;

/// <summary>Names of notes in the store's index.</summary>
internal static class ImageAnnotations
{
    /// <summary>The image's name; see the OCI image specification, "Pre-Defined Annotation Keys".</summary>
    public const string ReferenceName = "org.opencontainers.image.ref.name";

    /// <summary>Docker's and containerd's whole name beside a tag.</summary>
    public const string ContainerdName = "io.containerd.image.name";

    /// <summary>The digest of the index that the manifest was chosen from, as its registry has it.</summary>
    public const string IndexDigest = "io.pscontainer.index.digest";
}
