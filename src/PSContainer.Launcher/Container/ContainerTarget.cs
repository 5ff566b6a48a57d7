using PSContainer.Containers;
using PSContainer.Errors;
using PSContainer.Launch;
using PSContainer.Oci;
using PSContainer.State;

namespace PSContainer.Launcher.Container;

/// <summary>A container that runs, to be entered.</summary>
internal sealed class ContainerTarget
{
    private static readonly NamespaceKind[] s_kinds =
    [
        NamespaceKind.User, NamespaceKind.Ipc, NamespaceKind.Uts, NamespaceKind.Network, NamespaceKind.Pid, NamespaceKind.Cgroup,
        NamespaceKind.Time, NamespaceKind.Mount,
    ];

    private readonly ProcessIdentity _process;

    private ContainerTarget(StateRoot root, ContainerFolder folder, ContainerState state, ProcessIdentity process)
    {
        Root = root;
        Folder = folder;
        State = state;
        _process = process;
    }

    public StateRoot Root { get; }

    public ContainerFolder Folder { get; }

    public ContainerState State { get; }

    /// <exception cref="ContainerException"><c>Container.NotFound</c>, <c>Container.NotRunning</c>.</exception>
    public static ContainerTarget Open(string stateRoot, string id)
    {
        StateRoot root = StateRoot.At(stateRoot);
        ContainerFolder folder = new StateStore(root).Open(id);
        ContainerState state = folder.Read().Require();
        return state.Process is { } process && process.IsAlive()
            ? new ContainerTarget(root, folder, state, process)
            : throw NotRunning(id);
    }

    /// <summary>The namespaces in which the container differs from the caller, as files to join.</summary>
    public IReadOnlyList<NamespaceJoin> Joins()
    {
        Dictionary<NamespaceKind, ulong> own = NamespaceInodes.Of(Environment.ProcessId);
        Dictionary<NamespaceKind, ulong> theirs = NamespaceInodes.Of(_process.Pid);
        return
        [
            .. s_kinds
                .Where(kind => !theirs.TryGetValue(kind, out ulong inode) || inode != own[kind])
                .Select(kind => new NamespaceJoin(kind, $"/proc/{_process.Pid}/ns/{kind.FileName()}")),
        ];
    }

    /// <summary>Called once its files are open: makes sure that they were the container's and not a later process's of the same pid.</summary>
    public void VerifyAlive()
    {
        if (!_process.IsAlive())
        {
            throw NotRunning(State.Id);
        }
    }

    public static ContainerException NotRunning(string id) => ContainerErrors.NotRunning(id);
}
