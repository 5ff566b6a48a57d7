namespace PSContainer.Oci;

/// <summary>One mount in a container; see mount(8) for the options.</summary>
public sealed class MountSpec
{
    /// <summary>The path inside the container; a relative one (deprecated) counts from <c>/</c>.</summary>
    public string Destination { get; set; } = "";

    /// <summary>The file system type; a dummy for bind mounts.</summary>
    public string? Type { get; set; }

    /// <summary>The device, or for a bind mount the path on the host; a relative one counts from the bundle.</summary>
    public string? Source { get; set; }

    /// <summary>Options: those of mount(8), <c>idmap</c>, <c>ridmap</c>, and whatever the file system understands.</summary>
    public List<string>? Options { get; set; }

    /// <summary>User ids of the source to those of the mount; together with <see cref="GidMappings"/> or not at all.</summary>
    public List<LinuxIdMapping>? UidMappings { get; set; }

    /// <summary>Group ids of the source to those of the mount.</summary>
    public List<LinuxIdMapping>? GidMappings { get; set; }
}
