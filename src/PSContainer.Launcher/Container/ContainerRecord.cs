using PSContainer.Cgroups;
using PSContainer.Containers;
using PSContainer.Oci;
using PSContainer.Protocol;
using PSContainer.State;

namespace PSContainer.Launcher.Container;

/// <summary>Keeps the container's entry in the state store true through its life.</summary>
internal sealed class ContainerRecord
{
    private readonly bool _isUnwatched;
    private ContainerState _state;
    private bool _isAnew;
    private ContainerFolder _folder = null!;

    /// <param name="request">What is launched.</param>
    /// <param name="spec">By what.</param>
    /// <param name="isUnwatched">Whether nobody watches it once it is made.</param>
    public ContainerRecord(LaunchRequest request, RuntimeSpec spec, bool isUnwatched)
    {
        _isUnwatched = isUnwatched;
        _state = new ContainerState(request.Id)
        {
            OciVersion = spec.OciVersion,
            Name = request.Name,
            Bundle = request.Bundle,
            Annotations = spec.Annotations ?? [],
            Labels = Labels(spec),
            Command = spec.Process?.Args ?? [],
            HostName = spec.Hostname,
            RootPath = request.Layers is null ? spec.Root?.Path : null,
            StoragePath = request.Storage,
            CreatedAt = DateTimeOffset.UtcNow,
            Detached = request.Detached || isUnwatched,
            RestartPolicy = request.Monitor.RestartPolicy,
            IsLogged = request.Monitor.Log is not null,
            LogFolder = request.Monitor.Log?.FolderOf(request.Id),
            Health = request.Monitor.Health is null ? null : ContainerHealth.Starting,
        };
    }

    /// <summary>What is noted.</summary>
    public ContainerState State => _state;

    /// <summary>Takes the folder that it is kept in. The calling process is the one that watches from here on.</summary>
    public void Open(ContainerFolder folder)
    {
        _folder = folder;
        _state.Monitor = ProcessIdentity.Current;
    }

    /// <summary>Takes the folder of a container that has ended and is made anew. False where somebody has asked for its end.</summary>
    /// <param name="folder">The folder, whose owner the caller is.</param>
    /// <param name="change">What is to be noted besides.</param>
    public bool Reopen(ContainerFolder folder, Action<ContainerState> change)
    {
        _folder = folder;
        _isAnew = true;
        _state = folder.Update(state =>
        {
            change(state);
            state.IsRestarting = false;
            if (!state.StopRequested)
            {
                BeginAnew(state);
            }
        });
        return !_state.StopRequested;
    }

    private static void BeginAnew(ContainerState state)
    {
        state.Status = ContainerStatus.Creating;
        state.Monitor = ProcessIdentity.Current;
        state.Process = null;
        (state.StartedAt, state.ExitedAt) = (null, null);
        (state.ExitCode, state.Signal, state.StopSignal) = (null, null, null);
        state.OomKilled = false;
        state.Error = null;
        state.Health = state.Health is null ? null : ContainerHealth.Starting;
    }

    /// <summary>Notes what would have to be cleared away should the launcher be killed from here on.</summary>
    public void Creating(byte[] spec, Cgroup? cgroup, string? resctrl = null)
    {
        if (_isAnew)
        {
            _folder.Update(state => (state.CgroupPaths, state.ResctrlPath) = (cgroup?.ToState() ?? [], resctrl));
            return;
        }

        _folder.WriteSpec(spec);
        if (cgroup is not null || resctrl is not null)
        {
            _state.Status = ContainerStatus.Creating;
            _state.CgroupPaths = cgroup?.ToState() ?? [];
            _state.ResctrlPath = resctrl;
            _folder.Write(_state);
        }
    }

    /// <summary>Notes a cgroup that is made only when its process is.</summary>
    public void Entered(Cgroup cgroup)
    {
        _state.Status = ContainerStatus.Creating;
        _state.CgroupPaths = cgroup.ToState();
        _folder.WriteOrUpdate(_state, state => state.CgroupPaths = cgroup.ToState());
    }

    /// <summary>Notes that all is made, and the command waits to be started.</summary>
    public void Created(int pid) => Lives(ContainerStatus.Created, pid);

    public void Running(int pid)
    {
        _state.StartedAt = DateTimeOffset.UtcNow;
        Lives(ContainerStatus.Running, pid);
    }

    // What somebody else has noted meanwhile stays: that it was told to stop, for one.
    private void Lives(ContainerStatus status, int pid)
    {
        _state.Status = status;
        _state.Process = ProcessIdentity.Of(pid);
        _state.Monitor = _isUnwatched ? null : _state.Monitor;
        _folder.WriteOrUpdate(_state, state =>
        {
            state.Status = status;
            state.StartedAt = _state.StartedAt;
            state.Process = _state.Process;
            state.Monitor = _state.Monitor;
        });
    }

    /// <summary>
    /// The result as the user meant it: a command that is process 1 is immune to a signal that it does not handle, so
    /// <c>Stop-Container</c> sends SIGKILL for it and notes which it stands for.
    /// </summary>
    public ExitResult Corrected(ExitResult result) =>
        result.Signal == Tmds.Linux.LibC.SIGKILL && _folder.Read().State?.StopSignal is { } signal ? ExitResult.FromSignal(signal) : result;

    /// <param name="result">How its process ended.</param>
    /// <param name="cgroup">What is left of its cgroup.</param>
    /// <param name="error">What could not be cleared away, or null.</param>
    /// <param name="change">What is to be noted besides.</param>
    public void Stopped(
        ExitResult result, IReadOnlyList<string> cgroup, string? error = null, Action<ContainerState>? change = null) => _folder.Update(state =>
    {
        state.Status = ContainerStatus.Stopped;
        state.ExitedAt = DateTimeOffset.UtcNow;
        state.ExitCode = result.Code;
        state.Signal = result.Signal == 0 ? null : result.Signal;
        state.OomKilled = result.OomKilled;
        state.CgroupPaths = cgroup;
        state.Error = error ?? (result is { OomKilled: true, Code: not 0 } ? OutOfMemory.Warning(result.MemoryLimit) : null);
        change?.Invoke(state);
    });

    /// <summary>Notes that it could not be made anew.</summary>
    public void Failed(string error, IReadOnlyList<string> cgroup) => _folder.Update(state =>
    {
        state.Status = ContainerStatus.Stopped;
        state.Error = error;
        state.CgroupPaths = cgroup;
    });

    /// <summary>How it ended, where nothing is kept of it: for those who are told.</summary>
    public void Ended(ExitResult result) => (_state.ExitCode, _state.OomKilled) = (result.Code, result.OomKilled);

    /// <summary>Changes what is noted.</summary>
    public ContainerState Update(Action<ContainerState> change) => _folder.Update(change);

    // Labels are annotations with a prefix: the standard has a field for them.
    private static Dictionary<string, string> Labels(RuntimeSpec spec)
    {
        var labels = new Dictionary<string, string>();
        foreach ((string key, string value) in spec.Annotations ?? [])
        {
            if (key.StartsWith(LabelAnnotation.Prefix, StringComparison.Ordinal))
            {
                labels[key[LabelAnnotation.Prefix.Length..]] = value;
            }
        }

        return labels;
    }
}
