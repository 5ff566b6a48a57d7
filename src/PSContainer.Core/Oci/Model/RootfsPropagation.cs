namespace PSContainer.Oci;

/// <summary>How mounts of a container's root and of the host affect each other; see mount_namespaces(7).</summary>
public enum RootfsPropagation
{
    /// <summary><c>private</c>: not at all.</summary>
    Private,

    /// <summary><c>shared</c>: among the container and those inside it.</summary>
    Shared,

    /// <summary><c>slave</c>: from the host to the container.</summary>
    Slave,

    /// <summary><c>unbindable</c>: not at all, and it cannot be bind-mounted.</summary>
    Unbindable,

    /// <summary><see cref="Private"/>, with everything mounted below.</summary>
    RecursivePrivate,

    /// <summary><see cref="Shared"/>, with everything mounted below.</summary>
    RecursiveShared,

    /// <summary><see cref="Slave"/>, with everything mounted below.</summary>
    RecursiveSlave,

    /// <summary><see cref="Unbindable"/>, with everything mounted below.</summary>
    RecursiveUnbindable,
}
