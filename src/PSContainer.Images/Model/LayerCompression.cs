namespace PSContainer.Images;

/// <summary>How a layer's archive is compressed.</summary>
public enum LayerCompression
{
    /// <summary>It is a plain tar archive.</summary>
    None,

    /// <summary>gzip (RFC 1952).</summary>
    Gzip,

    /// <summary>Zstandard (RFC 8878).</summary>
    Zstd,
}
