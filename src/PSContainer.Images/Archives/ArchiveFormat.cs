namespace PSContainer.Images;

/// <summary>The kinds of archives that images are exported to.</summary>
public enum ArchiveFormat
{
    /// <summary>What <c>docker load</c>, <c>podman load</c> and <c>skopeo</c> (<c>docker-archive:</c>) read; its layers are not compressed.</summary>
    Docker,

    /// <summary>An OCI image layout as archive, which <c>skopeo</c> (<c>oci-archive:</c>) and <c>podman load</c> read; byte for byte what the store has.</summary>
    Oci,
}
