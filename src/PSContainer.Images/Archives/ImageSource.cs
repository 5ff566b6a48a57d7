namespace PSContainer.Images;

/// <summary>Files of an image that is imported, by the names that the image's own documents have for them.</summary>
internal abstract class ImageSource
{
    /// <summary>What it is, for messages.</summary>
    public abstract string Subject { get; }

    /// <summary>Reads a document; null where there is none of that name.</summary>
    /// <exception cref="Errors.ContainerException">It is larger than documents may be.</exception>
    public abstract byte[]? TryRead(string name);

    /// <summary>Puts a file into the store as a blob; null where there is none of that name.</summary>
    /// <param name="name">The file's name.</param>
    /// <param name="mediaType">What it is.</param>
    /// <param name="expected">What it must be, where that is known.</param>
    public abstract Descriptor? TryStore(string name, string mediaType, Descriptor? expected);

    /// <summary>Reads a document that must be there.</summary>
    public byte[] Read(string name) => TryRead(name) ?? throw ArchiveErrors.Missing(Subject, name);

    /// <summary>Puts a file that must be there into the store.</summary>
    public Descriptor Store(string name, string mediaType, Descriptor? expected = null) =>
        TryStore(name, mediaType, expected) ?? throw ArchiveErrors.Missing(Subject, name);

    /// <summary>The name of a blob in an OCI image layout.</summary>
    public static string BlobName(Digest digest) => $"blobs/{digest.Algorithm}/{digest.Hex}";

    /// <summary>The digest that a name in an OCI image layout stands for.</summary>
    public static bool TryDigest(string name, out Digest digest)
    {
        digest = default;
        return name.Split('/') is ["blobs", var algorithm, var hex] && Digest.TryParse($"{algorithm}:{hex}", out digest);
    }
}
