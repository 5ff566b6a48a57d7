namespace PSContainer.Oci;

/// <summary>A namespace to create, or with a path one to join.</summary>
public sealed class LinuxNamespace
{
    /// <summary>Its kind.</summary>
    public NamespaceKind Type { get; set; }

    /// <summary>The absolute path of the namespace to join, such as <c>/proc/1234/ns/net</c>; null for a new one.</summary>
    public string? Path { get; set; }
}
