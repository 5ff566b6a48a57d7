namespace PSContainer.Oci;

/// <summary>The root file system of a container.</summary>
public sealed class RootSpec
{
    /// <summary>The directory; a relative path counts from the bundle.</summary>
    public string Path { get; set; } = "";

    /// <summary>Whether the container sees it read-only.</summary>
    public bool Readonly { get; set; }
}
