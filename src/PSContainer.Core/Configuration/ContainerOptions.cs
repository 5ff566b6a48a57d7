using PSContainer.Oci;

namespace PSContainer.Configuration;

/// <summary>What a user asks of a container, before it is an OCI spec.</summary>
internal sealed record ContainerOptions
{
    /// <summary>The command and its arguments; empty for an idle container.</summary>
    public IReadOnlyList<string> Command { get; set; } = [];

    /// <summary>The folder that becomes the root; null for the host's own.</summary>
    public string? RootPath { get; set; }

    /// <summary>Folders that the root is put together from, the topmost first; null for none.</summary>
    public IReadOnlyList<string>? Layers { get; init; }

    /// <summary>What the root, as far as it is one of its own, is called in messages.</summary>
    public string RootName { get; init; } = "/";

    /// <summary>The root, to be looked into from outside; null for the host's own.</summary>
    public RootView? Root => Layers is not null ? new LayeredRoot(Layers) : RootPath is not null ? new FolderRoot(RootPath) : null;

    /// <summary>Whether the host's own root may be written to.</summary>
    public bool Writable { get; init; }

    /// <summary>Whether the root may not be written to.</summary>
    public bool ReadOnly { get; init; }

    /// <summary>Namespaces to make; null for the default.</summary>
    public IReadOnlyList<NamespaceKind>? Namespaces { get; init; }

    /// <summary>Namespaces to join.</summary>
    public IReadOnlyList<LinuxNamespace> Joins { get; init; } = [];

    /// <summary>Host name; null for the short id.</summary>
    public string? HostName { get; init; }

    /// <summary>NIS domain name; null leaves the host's.</summary>
    public string? DomainName { get; init; }

    /// <summary>User ids inside and outside; empty for the default.</summary>
    public IReadOnlyList<LinuxIdMapping> UidMappings { get; init; } = [];

    /// <summary>Group ids inside and outside; empty for the default.</summary>
    public IReadOnlyList<LinuxIdMapping> GidMappings { get; init; } = [];

    /// <summary>By how much the clocks differ from the host's; null where they do not.</summary>
    public LinuxTimeOffsets? TimeOffsets { get; init; }

    /// <summary>Mounts besides those that every container has.</summary>
    public IReadOnlyList<MountSpec> Mounts { get; set; } = [];

    /// <summary>Environment variables besides those that every command has; they win over those.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; set; } = new Dictionary<string, string>();

    /// <summary>The working directory in the container.</summary>
    public string WorkingDirectory { get; init; } = "/";

    /// <summary>The user, and optionally group, as numbers; null for root of the container.</summary>
    public UserSpec? User { get; init; }

    /// <summary>Limits; null for none.</summary>
    public LinuxResources? Resources { get; init; }

    /// <summary>The capabilities that root of the container has, by their full names.</summary>
    public IReadOnlyList<string> Capabilities { get; init; } = ProcessDefaults.Capabilities;

    /// <summary>Which system calls the container may make.</summary>
    public SeccompChoice Seccomp { get; init; } = SeccompChoice.Default;

    /// <summary>Whether it is kept from nothing: all devices, and no path of /proc and /sys hidden or protected.</summary>
    public bool Privileged { get; init; }

    /// <summary>Devices of the host.</summary>
    public IReadOnlyList<ContainerDevice> Devices { get; init; } = [];

    /// <summary>Limits of each process.</summary>
    public IReadOnlyList<PosixRlimit> Rlimits { get; init; } = [];

    /// <summary>Kernel parameters of the container's own namespaces.</summary>
    public IReadOnlyDictionary<string, string> Sysctl { get; init; } = new Dictionary<string, string>();

    /// <summary>How much sooner or later than others the kernel kills it where memory is short: -1000 to 1000.</summary>
    public int? OomScoreAdjust { get; init; }

    /// <summary>Annotations besides the labels.</summary>
    public IReadOnlyDictionary<string, string> Annotations { get; init; } = new Dictionary<string, string>();

    /// <summary>Labels.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();
}
