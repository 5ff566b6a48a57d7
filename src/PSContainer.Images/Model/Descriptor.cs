using System.Security.Cryptography;

namespace PSContainer.Images;

/// <summary>Says what a blob is, how long, and what its digest is; see the OCI image specification, "Content Descriptors".</summary>
internal sealed class Descriptor
{
    /// <summary>What the blob is.</summary>
    public required string MediaType { get; init; }

    /// <summary>The blob's digest.</summary>
    public required Digest Digest { get; init; }

    /// <summary>The blob's length in bytes.</summary>
    public required long Size { get; init; }

    /// <summary>For which platform an index's manifest is, or null.</summary>
    public Platform? Platform { get; init; }

    /// <summary>Notes on the blob, or null.</summary>
    public Dictionary<string, string>? Annotations { get; init; }

    /// <summary>Where else the blob may be, or null. Nothing is ever fetched from there.</summary>
    public List<string>? Urls { get; init; }

    /// <summary>What an artifact is, or null.</summary>
    public string? ArtifactType { get; init; }

    /// <summary>A note, or null where there is none.</summary>
    public string? Annotation(string name) => Annotations?.GetValueOrDefault(name);

    /// <summary>The same blob with other notes.</summary>
    public Descriptor With(Dictionary<string, string>? annotations) => new()
    {
        MediaType = MediaType, Digest = Digest, Size = Size, Platform = Platform, Urls = Urls, ArtifactType = ArtifactType,
        Annotations = annotations is { Count: > 0 } ? annotations : null,
    };

    /// <summary>Sees that a content is the blob.</summary>
    /// <exception cref="Errors.ContainerException"><c>Image.Blob.SizeMismatch</c>, <c>Image.Blob.DigestMismatch</c>.</exception>
    public void Verify(ReadOnlySpan<byte> content)
    {
        if (content.Length != Size)
            throw StoreErrors.SizeMismatch(this, content.Length);
        using IncrementalHash hash = Digest.StartHash();
        hash.AppendData(content);
        var found = Images.Digest.FromHash(Digest.Algorithm, hash.GetHashAndReset());
        if (found != Digest)
            throw StoreErrors.DigestMismatch(Digest, found);
    }

    /// <summary>The descriptor of a small content.</summary>
    public static Descriptor Of(string mediaType, ReadOnlySpan<byte> content) =>
        new() { MediaType = mediaType, Digest = Images.Digest.Of(content), Size = content.Length };

    /// <inheritdoc/>
    public override string ToString() => $"{Digest} ({MediaType}, {Size} bytes)";
}
