namespace PSContainer.Oci;

/// <summary>Which namespaces a container has apart from its caller.</summary>
internal readonly struct NamespaceSet
{
    private readonly int _own;
    private readonly int _joined;

    public NamespaceSet(List<LinuxNamespace>? namespaces)
    {
        foreach (LinuxNamespace space in namespaces ?? [])
        {
            _own |= 1 << (int)space.Type;
            if (space.Path is not null)
                _joined |= 1 << (int)space.Type;
        }
    }

    /// <summary>Whether there is one of the kind, new or joined.</summary>
    public bool Has(NamespaceKind kind) => (_own & (1 << (int)kind)) != 0;

    /// <summary>Whether there is one of the kind that exists already.</summary>
    public bool Joins(NamespaceKind kind) => (_joined & (1 << (int)kind)) != 0;
}
