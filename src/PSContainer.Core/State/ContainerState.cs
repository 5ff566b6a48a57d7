using System.Collections.ObjectModel;
using PSContainer.Oci;

namespace PSContainer.State;

/// <summary>What is known of one container: the OCI runtime spec's state, and what that lacks. The content of <c>state.json</c>.</summary>
public sealed class ContainerState
{
    /// <summary>The state of a container of that id of which nothing else is known yet.</summary>
    /// <param name="id">The container's id.</param>
    /// <exception cref="Errors.ContainerException"><c>Container.InvalidId</c>.</exception>
    public ContainerState(string id) => Id = ContainerId.Validate(id);

    /// <summary>Version of the OCI runtime specification with which the state complies.</summary>
    public string OciVersion { get; internal set; } = RuntimeSpec.CurrentVersion;

    /// <summary>The container's id.</summary>
    public string Id { get; }

    /// <summary>The status that was recorded last; what has happened since is not in it.</summary>
    public ContainerStatus Status { get; internal set; }

    /// <summary>The container's first process, as the host sees it; null before there is one.</summary>
    public ProcessIdentity? Process { get; internal set; }

    /// <summary>Process id of the container's first process, or 0.</summary>
    public int Pid => Process?.Pid ?? 0;

    /// <summary>Absolute path of the OCI bundle.</summary>
    public string Bundle { get; internal set; } = "";

    /// <summary>Annotations of the OCI runtime spec.</summary>
    public IReadOnlyDictionary<string, string> Annotations { get; internal set; } = ReadOnlyDictionary<string, string>.Empty;

    /// <summary>What the user calls the container, or null.</summary>
    public string? Name { get; internal set; }

    /// <summary>The user's own notes on the container.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; internal set; } = ReadOnlyDictionary<string, string>.Empty;

    /// <summary>The command and its arguments.</summary>
    public IReadOnlyList<string> Command { get; internal set; } = [];

    /// <summary>Host name inside the container, or null where it is the host's.</summary>
    public string? HostName { get; internal set; }

    /// <summary>The directory that is the container's root, as the host sees it, or null.</summary>
    public string? RootPath { get; internal set; }

    /// <summary>A folder of the container's own in the image store, which is removed with it; null for none.</summary>
    public string? StoragePath { get; internal set; }

    /// <summary>When the container was made (UTC).</summary>
    public DateTimeOffset? CreatedAt { get; internal set; }

    /// <summary>When the command was started (UTC), or null.</summary>
    public DateTimeOffset? StartedAt { get; internal set; }

    /// <summary>When the command ended (UTC), or null; null too where nobody was there to see it.</summary>
    public DateTimeOffset? ExitedAt { get; internal set; }

    /// <summary>Exit code of the command, 128 + n where signal n ended it; null where it runs or is not known.</summary>
    public int? ExitCode { get; internal set; }

    /// <summary>Number of the signal that ended the command, or null.</summary>
    public int? Signal { get; internal set; }

    /// <summary>Whether the kernel ended a process of the container for want of memory.</summary>
    public bool OomKilled { get; internal set; }

    /// <summary>The process that looks after the container (its launcher or monitor), or null.</summary>
    public ProcessIdentity? Monitor { get; internal set; }

    /// <summary>The container's cgroups: directories, as the host sees them.</summary>
    public IReadOnlyList<string> CgroupPaths { get; internal set; } = [];

    /// <summary>The group of the resctrl file system that was made for the container (Intel RDT), or null.</summary>
    public string? ResctrlPath { get; internal set; }

    /// <summary>Whether the container goes on without the process that made it.</summary>
    public bool Detached { get; internal set; }

    /// <summary>
    /// The signal that a user asked to stop the container with, recorded before SIGKILL has to stand in for it: the kernel
    /// spares a first process from signals that it does not handle. The exit code is then 128 + this signal.
    /// </summary>
    public int? StopSignal { get; internal set; }

    /// <summary>Whether the command is started again when it has ended.</summary>
    public ContainerRestartPolicy RestartPolicy { get; internal set; }

    /// <summary>How often it was.</summary>
    public int RestartCount { get; internal set; }

    /// <summary>Whether its monitor waits to start it again.</summary>
    public bool IsRestarting { get; internal set; }

    /// <summary>Whether a user has asked for its end: then it is not started again.</summary>
    public bool StopRequested { get; internal set; }

    /// <summary>What its health checks have found; null where there are none.</summary>
    public ContainerHealth? Health { get; internal set; }

    /// <summary>Whether what it writes is logged.</summary>
    public bool IsLogged { get; internal set; }

    /// <summary>The folder of its log, as the host sees it; null for the one in its state.</summary>
    public string? LogFolder { get; internal set; }

    /// <summary>Why the container failed, or null.</summary>
    public string? Error { get; internal set; }

    /// <summary>What the OCI runtime spec's <c>state</c> tells of the container, and its hooks are given.</summary>
    /// <param name="status">The status as it is now; a container that has stopped has no process.</param>
    internal OciState ToOci(ContainerStatus status) => new()
    {
        OciVersion = OciVersion,
        Id = Id,
        Status = (OciStatus)status,
        Pid = status == ContainerStatus.Stopped || Process is null ? null : Pid,
        Bundle = Bundle,
        Annotations = Annotations.Count == 0 ? null : new(Annotations),
    };
}
