using PSContainer.Protocol;

namespace PSContainer.Launch;

/// <summary>What a caller wants of a launch that is no part of the container's spec.</summary>
internal sealed record LaunchOptions
{
    /// <summary>The container's id; empty where none is made.</summary>
    public string Id { get; init; } = "";

    /// <summary>The folder that the spec lies in; empty where it came from none.</summary>
    public string Bundle { get; init; } = "";

    /// <summary>Whether it is one more process of a container that is there.</summary>
    public bool IsExec { get; init; }

    /// <summary>The caller's environment, which hooks that name none run with.</summary>
    public IReadOnlyList<string> Environment { get; init; } = [];

    /// <summary>Whether the process waits, ready to become the command, until it is started (the spec's <c>create</c>).</summary>
    public bool AwaitsStart { get; init; }

    /// <summary>Whether it goes on when its launcher ends: nobody watches it then, and it must not die with anyone.</summary>
    public bool OutlivesLauncher { get; init; }

    /// <summary>How many of the caller's descriptors, from 3 on, the command gets.</summary>
    public uint PreservedDescriptors { get; init; }

    /// <summary>Whether a working directory that the root lacks is made, as other runtimes do.</summary>
    public bool MakesWorkingDirectory { get; init; }

    /// <summary>
    /// Whether mounts are taken as other runtimes take them: a destination in the root's own folder of the host is one in the root, and
    /// a bind mount that is given any attribute has those and no others, which the kernel does not hold fast.
    /// </summary>
    public bool MountsAsOthers { get; init; }

    /// <summary>What the root is put together from; null for the spec's root as it is.</summary>
    public RootLayers? Layers { get; init; }

    /// <summary>The container's own folder in the image store; null for none.</summary>
    public string? Storage { get; init; }

    /// <summary>Paths of the files that it is given, which are made before its process is.</summary>
    public IReadOnlyList<string> GivenPaths { get; init; } = [];

    /// <summary>Volumes that get what the root has, where they are empty.</summary>
    public IReadOnlyList<VolumeFill> Volumes { get; init; } = [];

    /// <summary>Whether stdin, stdout and stderr become the container's user's, as other runtimes have it.</summary>
    public bool OwnsStreams { get; init; }

    /// <summary>Whether the process may run on every processor that its cgroup has, whatever the caller was bound to, as other runtimes have it.</summary>
    public bool ResetsAffinity { get; init; }

    /// <summary>Whether the process's terminal ends lines as they are written: its other end is passed on to one that ends them itself.</summary>
    public bool PlainTerminal { get; init; }

    /// <summary>Whether an environment without HOME gets it from the container's users, as other runtimes have it.</summary>
    public bool LooksHomeUp { get; init; }

    /// <summary>Whether the caller's supplementary groups are kept (the annotation <c>run.oci.keep_original_groups</c>).</summary>
    public bool KeepsGroups { get; init; }

    /// <summary>Whether the command gets a session keyring of its own, so that the caller's keys stay the caller's.</summary>
    public bool OwnKeyring { get; init; } = true;
}
