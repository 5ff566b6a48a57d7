namespace PSContainer.Oci;

/// <summary>What a container is to be: <c>config.json</c> of the OCI runtime specification, as far as it concerns Linux.</summary>
/// <remarks>A property that is null was not given; an empty list was given and is empty.
/// See https://github.com/opencontainers/runtime-spec/blob/main/config.md.</remarks>
public sealed class RuntimeSpec
{
    /// <summary>The version of the specification that a new document of this model follows.</summary>
    public const string CurrentVersion = "1.2.1";

    /// <summary>The version of the specification that the document follows; <c>1.x</c>.</summary>
    public string OciVersion { get; set; } = CurrentVersion;

    /// <summary>The process to run; needed by the time that the container is started.</summary>
    public ProcessSpec? Process { get; set; }

    /// <summary>The root file system.</summary>
    public RootSpec? Root { get; set; }

    /// <summary>The host name inside; 1 to 64 bytes, needs a UTS namespace.</summary>
    public string? Hostname { get; set; }

    /// <summary>The NIS domain name inside; 1 to 64 bytes, needs a UTS namespace.</summary>
    public string? Domainname { get; set; }

    /// <summary>What to mount beside the root, in this order.</summary>
    public List<MountSpec>? Mounts { get; set; }

    /// <summary>Commands to run at points in the container's life.</summary>
    public HooksSpec? Hooks { get; set; }

    /// <summary>Anything that others wish to note about the container.</summary>
    public Dictionary<string, string>? Annotations { get; set; }

    /// <summary>What only Linux has: namespaces, control groups, seccomp and more.</summary>
    public LinuxSpec? Linux { get; set; }
}
