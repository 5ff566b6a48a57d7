using PSContainer.Cgroups;

namespace PSContainer.Launcher.Container;

/// <summary>What a caller wants of the making of a container besides its spec and the request.</summary>
internal sealed record MakerOptions
{
    /// <summary>Whether the container goes on alone when it is made: nobody watches it, as the OCI command line has it.</summary>
    public bool Leaves { get; init; }

    /// <summary>Whether its command waits to be started.</summary>
    public bool AwaitsStart { get; init; }

    /// <summary>How many of the caller's descriptors, from 3 on, the command gets.</summary>
    public uint PreservedDescriptors { get; init; }

    /// <summary>Whether a missing working directory is made, stdin, stdout and stderr become the user's, and HOME is looked up, as with other runtimes.</summary>
    public bool AsOtherRuntimes { get; init; }

    /// <summary>Whether the command gets a session keyring of its own.</summary>
    public bool OwnKeyring { get; init; } = true;

    /// <summary>Whether the cgroup has every controller, as with other runtimes, and not only what is needed.</summary>
    public bool AllControllers { get; init; }

    /// <summary>Whether there is no cgroup whatever the spec says.</summary>
    public bool WithoutCgroup { get; init; }

    /// <summary>The manager of systemd that makes the cgroup, or null where it is made in the file system.</summary>
    public SystemdTarget? Systemd { get; init; }

    /// <summary>Whether the container's entry, and its cgroup, stay when it has ended.</summary>
    public bool Keeps { get; init; }

    /// <summary>A connected socket that takes the terminal's other end, or -1.</summary>
    public int ConsoleSocket { get; init; } = -1;

    /// <summary>Whether that goes on to the caller's own terminal, or file.</summary>
    public bool RelaysConsole { get; init; }

    /// <summary>The caller's environment.</summary>
    public IReadOnlyList<string> Environment { get; init; } = [];

    /// <summary>Waits until the caller has made what the container has of its own.</summary>
    public Action AwaitStorage { get; init; } = static () => { };

    /// <summary>Called with what went wrong and stops nothing.</summary>
    public Action<string>? Warn { get; init; }

    /// <summary>Called with each line of the plan before anything is done.</summary>
    public Action<string>? Trace { get; init; }
}
