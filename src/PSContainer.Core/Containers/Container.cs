using System.Collections.ObjectModel;
using PSContainer.Containers;
using PSContainer.Oci;
using PSContainer.State;

namespace PSContainer;

/// <summary>A container, as it was when it was last looked at; <see cref="Refresh"/> looks again.</summary>
public sealed partial class Container
{
    private readonly StateStore _store;
    private ContainerState _state;
    private ContainerStatus _status;
    private IReadOnlyDictionary<NamespaceKind, ulong>? _namespaces;

    internal Container(StateStore store, ContainerState state)
    {
        _store = store;
        _state = state;
        _status = _store.EffectiveStatus(state).Status;
    }

    /// <summary>The id: 64 hexadecimal digits, or what the caller of the command line chose.</summary>
    public string Id => _state.Id;

    /// <summary>The id's first 12 digits, which the container is called by.</summary>
    public string ShortId => ContainerId.ShortId(Id);

    /// <summary>The name it was given, else its short id.</summary>
    public string Name => _state.Name ?? ShortId;

    /// <summary>Whether it is created, running, paused or stopped.</summary>
    public ContainerStatus Status => _status;

    /// <summary>The pid of its first process on the host; 0 when there is none.</summary>
    public int ProcessId => IsAlive ? _state.Pid : 0;

    /// <summary>Its own host name; null where it shares the host's.</summary>
    public string? HostName => _state.HostName;

    /// <summary>The folder on the host that is its root; <c>/</c> for the host's own; null without a mount namespace.</summary>
    public string? RootPath => _state.RootPath;

    /// <summary>The name of the image that it is of, or the image's short id where that has no name; null for a container of none.</summary>
    public string? Image => _state.Annotations.GetValueOrDefault(Protocol.ImageAnnotation.Name);

    /// <summary>The ports that the image says its programs listen on, such as <c>80/tcp</c>; empty where it says nothing.</summary>
    public IReadOnlyList<string> ExposedPorts =>
        _state.Annotations.GetValueOrDefault(Protocol.ImageAnnotation.ExposedPorts)?.Split(',', StringSplitOptions.RemoveEmptyEntries) ?? [];

    /// <summary>The command and its arguments; empty for an idle container.</summary>
    public IReadOnlyList<string> Command => _state.Command;

    /// <summary>When it was created, in local time.</summary>
    public DateTime? Created => _state.CreatedAt?.LocalDateTime;

    /// <summary>When its command began, in local time.</summary>
    public DateTime? Started => _state.StartedAt?.LocalDateTime;

    /// <summary>When it ended, in local time; null while it runs, or where nobody was there to see. In PowerShell also <c>Exited</c>.</summary>
    public DateTime? ExitTime => _state.ExitedAt?.LocalDateTime;

    /// <summary>The exit code, 128 + the signal for one that a signal ended; null while it runs, or where it is not known.</summary>
    public int? ExitCode => _state.ExitCode;

    /// <summary>The signal that ended it, or null.</summary>
    public int? Signal => _state.Signal;

    /// <summary>Whether the kernel killed one of its processes for want of memory. In PowerShell also <c>OomKilled</c>.</summary>
    public bool WasOomKilled => _state.OomKilled;

    /// <summary>
    /// Its namespaces, with the inode numbers that name them in <c>/proc/PID/ns</c>: as they were when first asked for; none where it
    /// had ended by then, or is only created and the caller is not root.
    /// </summary>
    public IReadOnlyDictionary<NamespaceKind, ulong> Namespaces => _namespaces is { Count: > 0 } known ? known : _namespaces = ReadNamespaces();

    /// <summary>The labels it was given.</summary>
    public IReadOnlyDictionary<string, string> Labels => _state.Labels;

    /// <summary>What went wrong, where it did not end by itself; null otherwise.</summary>
    public string? Error => _store.EffectiveStatus(_state).Error ?? _state.Error;

    /// <summary>Whether it is started again when it has ended.</summary>
    public ContainerRestartPolicy RestartPolicy => _state.RestartPolicy;

    /// <summary>How often it was started again by its policy since it was started by a user.</summary>
    public int RestartCount => _state.RestartCount;

    /// <summary>What its health checks have found; null where it has none.</summary>
    public ContainerHealth? Health => _state.Health;

    internal ContainerState State => _state;

    internal StateStore Store => _store;

    internal bool IsAlive => _status is ContainerStatus.Created or ContainerStatus.Running or ContainerStatus.Paused;

    /// <summary>Looks again. A container that was removed meanwhile stays as it was last seen, as stopped.</summary>
    public void Refresh()
    {
        StateReading reading = _store.Read(Id);
        _state = reading.State ?? _state;
        _status = reading.State is null ? ContainerStatus.Stopped : _store.EffectiveStatus(_state).Status;
    }

    /// <summary>Takes from an event how it ended.</summary>
    internal void NoteEnd(ContainerEvent exited) =>
        (_state.Status, _state.ExitCode, _state.ExitedAt) = (ContainerStatus.Stopped, exited.ExitCode, exited.Utc);

    /// <summary>It has been launched again, with others.</summary>
    internal void ForgetNamespaces() => _namespaces = null;

    /// <summary>The name.</summary>
    public override string ToString() => Name;

    private IReadOnlyDictionary<NamespaceKind, ulong> ReadNamespaces() =>
        _state.Process is { } process && NamespaceInodes.Of(process.Pid) is var inodes && process.IsAlive()
            ? inodes : ReadOnlyDictionary<NamespaceKind, ulong>.Empty;
}
