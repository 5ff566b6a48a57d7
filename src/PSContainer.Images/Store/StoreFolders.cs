namespace PSContainer.Images;

/// <summary>Where things lie in the store.</summary>
/// <param name="Root">The store's path, absolute.</param>
internal sealed record StoreFolders(string Root)
{
    /// <summary>Says that the folder is an OCI image layout.</summary>
    public string LayoutFile => $"{Root}/oci-layout";

    /// <summary>The images' names and manifests.</summary>
    public string IndexFile => $"{Root}/index.json";

    /// <summary>The blobs, by algorithm and digest.</summary>
    public string Blobs => $"{Root}/blobs";

    /// <summary>Blobs that are being written, or whose download was interrupted.</summary>
    public string Partial => $"{Root}/partial";

    /// <summary>Unpacked layers, by the digest of the uncompressed archive.</summary>
    public string Layers => $"{Root}/layers";

    /// <summary>What containers have of their own, by their ids.</summary>
    public string Containers => $"{Root}/containers";

    /// <summary>Volumes, by their names.</summary>
    public string Volumes => $"{Root}/volumes";

    /// <summary>What every container of an image has mounted on, below its layers.</summary>
    public string MountPoints => $"{Root}/mount-points";

    /// <summary>What is no longer wanted and not removed yet.</summary>
    public string Trash => $"{Root}/trash";

    /// <summary>Locked while the index is changed.</summary>
    public string IndexLock => $"{Root}/.index.lock";

    /// <summary>Shared by all who add something or read it for long; who collects garbage has it alone.</summary>
    public string HoldLock => $"{Root}/.hold.lock";

    /// <summary>There while somebody is to collect garbage who has not.</summary>
    public string CollectMark => $"{Root}/.collect";

    /// <summary>A blob's file.</summary>
    public string Blob(Digest digest) => $"{Blobs}/{digest.Algorithm}/{digest.Hex}";

    /// <summary>The file of a download that can be gone on with.</summary>
    public string Download(Digest digest) => $"{Partial}/{digest.Algorithm}-{digest.Hex}";

    /// <summary>The folder of an unpacked layer.</summary>
    public string Layer(Digest diffId) => $"{Layers}/{diffId.Algorithm}-{diffId.Hex}";

    /// <summary>The folder of a container.</summary>
    public string Container(string id) => $"{Containers}/{id}";
}
