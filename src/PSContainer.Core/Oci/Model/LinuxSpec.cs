namespace PSContainer.Oci;

/// <summary>The part of a <see cref="RuntimeSpec"/> that only Linux has; see the specification's config-linux.md.</summary>
public sealed class LinuxSpec
{
    /// <summary>Namespaces to create or to join; a type that is not listed is the caller's own.</summary>
    public List<LinuxNamespace>? Namespaces { get; set; }

    /// <summary>User ids of the user namespace.</summary>
    public List<LinuxIdMapping>? UidMappings { get; set; }

    /// <summary>Group ids of the user namespace.</summary>
    public List<LinuxIdMapping>? GidMappings { get; set; }

    /// <summary>Clocks of the time namespace.</summary>
    public LinuxTimeOffsets? TimeOffsets { get; set; }

    /// <summary>Device nodes, beside the default ones.</summary>
    public List<LinuxDevice>? Devices { get; set; }

    /// <summary>Network devices to move into the network namespace, by their name on the host.</summary>
    public Dictionary<string, LinuxNetDevice>? NetDevices { get; set; }

    /// <summary>The control group: a path from the mount point, or systemd's <c>slice:prefix:name</c>.</summary>
    public string? CgroupsPath { get; set; }

    /// <summary>Limits of the control group.</summary>
    public LinuxResources? Resources { get; set; }

    /// <summary>Propagation of mounts of the root.</summary>
    public RootfsPropagation? RootfsPropagation { get; set; }

    /// <summary>The filter of system calls.</summary>
    public LinuxSeccomp? Seccomp { get; set; }

    /// <summary>Kernel parameters by name, <c>net.core.somaxconn</c>.</summary>
    public Dictionary<string, string>? Sysctl { get; set; }

    /// <summary>Absolute paths inside that cannot be read.</summary>
    public List<string>? MaskedPaths { get; set; }

    /// <summary>Absolute paths inside that cannot be written.</summary>
    public List<string>? ReadonlyPaths { get; set; }

    /// <summary>The SELinux context of the mounts.</summary>
    public string? MountLabel { get; set; }

    /// <summary>Cache and memory bandwidth (resctrl).</summary>
    public LinuxIntelRdt? IntelRdt { get; set; }

    /// <summary>Memory policy on NUMA machines; since version 1.3 of the specification.</summary>
    public LinuxMemoryPolicy? MemoryPolicy { get; set; }

    /// <summary>The execution domain.</summary>
    public LinuxPersonality? Personality { get; set; }
}
