using PSContainer.Errors;
using PSContainer.Interop;

namespace PSContainer.State;

/// <summary>
/// The containers of a state folder. A folder's existence is the reservation of its id, so that of two that want an id one gets it;
/// what a reader sees is always a whole state, the old or the new. Safe for use by many threads and processes at once.
/// </summary>
internal sealed partial class StateStore(StateRoot root)
{
    /// <summary>Where the states are.</summary>
    public StateRoot Root { get; } = root;

    /// <summary>Opens a container's folder, or gives null where there is no such container.</summary>
    public ContainerFolder? TryOpen(string id)
    {
        ContainerId.Validate(id);
        using DirectoryHandle? root = Root.TryOpen();
        return root is null ? null : TryOpen(root, id);
    }

    /// <summary>Opens a container's folder.</summary>
    /// <exception cref="ContainerException"><c>Container.NotFound</c>.</exception>
    public ContainerFolder Open(string id) => TryOpen(id) ?? throw StateErrors.NotFound(id);

    /// <summary>Replaces a container's state.</summary>
    public void Write(ContainerState state)
    {
        using ContainerFolder folder = Open(state.Id);
        folder.Write(state);
    }

    /// <inheritdoc cref="ContainerFolder.Update"/>
    public ContainerState Update(string id, Action<ContainerState> change)
    {
        using ContainerFolder folder = Open(id);
        return folder.Update(change);
    }

    /// <summary>Reads a container's state; what is wrong with it, or that there is none, is in the result.</summary>
    public StateReading Read(string id)
    {
        using ContainerFolder? folder = TryOpen(id);
        return folder?.Read() ?? StateReading.NotFound(id);
    }

    /// <summary>Whether a launcher or monitor looks after a container.</summary>
    public bool IsOwnerAlive(string id)
    {
        using ContainerFolder? folder = TryOpen(id);
        return folder is not null && folder.IsOwnerAlive();
    }

    /// <summary>The recorded status, corrected by what lives.</summary>
    public EffectiveStatus EffectiveStatus(ContainerState state, Func<ContainerState, bool>? isFrozen = null) =>
        State.EffectiveStatus.Of(state, () => IsOwnerAlive(state.Id), isFrozen);

    private static ContainerFolder? TryOpen(DirectoryHandle root, string id)
    {
        var name = new CString(id);
        int errno = root.TryOpenChild(name, out DirectoryHandle? directory);
        return errno switch
        {
            0 => new ContainerFolder(id, directory!),
            // A file or a link is no container.
            Errno.ENOENT or Errno.ENOTDIR or Errno.ELOOP => null,
            _ => throw StateErrors.Failed("Open", "Opening the state of container", id, new LinuxException("openat", errno, root.PathOf(name))),
        };
    }
}
