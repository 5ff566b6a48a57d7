using PSContainer.Cgroups;
using PSContainer.Oci;
using PSContainer.Protocol;
using PSContainer.State;

namespace PSContainer.Launcher.Container;

/// <summary>Keeps the container's entry in the state store true through its life.</summary>
internal sealed class ContainerRecord : IDisposable
{
    private readonly ContainerFolder _folder;
    private readonly ContainerState _state;

    public ContainerRecord(ContainerFolder folder, LaunchRequest request, RuntimeSpec spec)
    {
        _folder = folder;
        _state = new ContainerState(request.Id)
        {
            OciVersion = spec.OciVersion,
            Name = request.Name,
            Bundle = request.Bundle,
            Annotations = spec.Annotations ?? [],
            Labels = Labels(spec),
            Command = spec.Process?.Args ?? [],
            HostName = spec.Hostname,
            RootPath = spec.Root?.Path,
            CreatedAt = DateTimeOffset.UtcNow,
            Detached = request.Detached,
            Monitor = ProcessIdentity.Current,
        };
    }

    /// <summary>Notes what would have to be cleared away should the launcher be killed from here on.</summary>
    public void Creating(byte[] spec, Cgroup? cgroup)
    {
        _folder.WriteSpec(spec);
        if (cgroup is not null)
        {
            _state.Status = ContainerStatus.Creating;
            _state.CgroupPaths = cgroup.ToState();
            _folder.Write(_state);
        }
    }

    public void Running(int pid)
    {
        _state.Status = ContainerStatus.Running;
        _state.Process = ProcessIdentity.Of(pid);
        _state.Namespaces = NamespaceInodes.Of(pid);
        _state.StartedAt = DateTimeOffset.UtcNow;
        _folder.Write(_state);
    }

    /// <summary>
    /// The result as the user meant it: a command that is process 1 is immune to a signal that it does not handle, so
    /// <c>Stop-Container</c> sends SIGKILL for it and notes which it stands for.
    /// </summary>
    public ExitResult Corrected(ExitResult result) =>
        result.Signal == Tmds.Linux.LibC.SIGKILL && _folder.Read().State?.StopSignal is { } signal ? ExitResult.FromSignal(signal) : result;

    public void Stopped(ExitResult result) => _folder.Update(state =>
    {
        state.Status = ContainerStatus.Stopped;
        state.ExitedAt = DateTimeOffset.UtcNow;
        state.ExitCode = result.Code;
        state.Signal = result.Signal == 0 ? null : result.Signal;
        state.OomKilled = result.OomKilled;
        state.CgroupPaths = [];
    });

    public void Dispose() => _folder.Dispose();

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
