using PSContainer.Cgroups;
using PSContainer.Errors;
using PSContainer.Oci;
using PSContainer.State;

namespace PSContainer.Containers;

/// <summary>A container as the state store and the kernel know it: what was recorded, corrected by what lives.</summary>
internal sealed class StoredContainer : IDisposable
{
    private Cgroup? _cgroup;

    private StoredContainer(StateStore store, ContainerFolder folder, ContainerState state)
    {
        Store = store;
        Folder = folder;
        State = state;
    }

    public StateStore Store { get; }

    public ContainerFolder Folder { get; }

    public ContainerState State { get; private set; }

    /// <summary>The status as it is now.</summary>
    public ContainerStatus Status => Store.EffectiveStatus(State, IsFrozen).Status;

    /// <summary>Whether its first process is there.</summary>
    public bool IsAlive => Status is ContainerStatus.Created or ContainerStatus.Running or ContainerStatus.Paused;

    /// <summary>Its cgroup, or null where it has none.</summary>
    public Cgroup? Cgroup => _cgroup ??= State.CgroupPaths.Count > 0 ? Cgroup.Open(State.CgroupPaths) : null;

    /// <exception cref="ContainerException"><c>Container.NotFound</c>, or its state cannot be used.</exception>
    public static StoredContainer Open(string stateRoot, string id) => Open(new StateStore(StateRoot.At(stateRoot)), id);

    /// <inheritdoc cref="Open(string, string)"/>
    public static StoredContainer Open(StateStore store, string id)
    {
        ContainerFolder folder = store.Open(id);
        StateReading reading = folder.Read();
        // An id that has just been taken: there is no container yet.
        return reading.Problem == StateProblem.NotWritten && folder.IsBeingReserved()
            ? throw StateErrors.NotFound(id)
            : new StoredContainer(store, folder, reading.Require());
    }

    /// <summary>The first process, to be signalled.</summary>
    /// <exception cref="ContainerException"><c>Container.NotRunning</c>.</exception>
    public ProcessHandle OpenProcess() =>
        ProcessHandle.TryOpen(State.Process) ?? throw ContainerErrors.NotRunning(State.Id);

    /// <summary>Its cgroup, which what is asked takes.</summary>
    /// <exception cref="ContainerException"><c>Container.NoCgroup</c></exception>
    public Cgroup RequireCgroup() => Cgroup ?? throw ContainerErrors.NoCgroup(State.Id);

    /// <summary>Its spec, or null where none was kept.</summary>
    public RuntimeSpec? ReadSpec() => Folder.ReadSpec() is { } document ? RuntimeSpecReader.Read(document) : null;

    /// <summary>Waits while whoever creates it is still at it.</summary>
    public void AwaitCreation(TimeSpan atMost)
    {
        var deadline = Deadline.In(atMost);
        while (Status == ContainerStatus.Creating && !deadline.IsOver)
        {
            Thread.Sleep(1);
            State = Folder.Read().State ?? State;
        }
    }

    /// <summary>Changes what is recorded.</summary>
    public void Update(Action<ContainerState> change) => State = Folder.Update(change);

    public void Dispose()
    {
        _cgroup?.Dispose();
        Folder.Dispose();
    }

    /// <summary>Whether a container's cgroup is frozen.</summary>
    public static bool IsFrozen(ContainerState state)
    {
        if (state.CgroupPaths.Count == 0)
        {
            return false;
        }

        using Cgroup cgroup = Cgroup.Open(state.CgroupPaths);
        return cgroup.IsFrozen;
    }
}
