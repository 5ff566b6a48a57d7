using PSContainer.Cgroups;
using PSContainer.Errors;
using PSContainer.Launcher.Container;
using PSContainer.State;

namespace PSContainer.Launcher.CommandLine;

/// <summary><c>pause</c>: freezes every process of a container.</summary>
internal sealed class PauseCommand : Command
{
    public override string Name => "pause";

    public override string Summary => "pause all processes of a container";

    public override int Run(CommandCall call)
    {
        using StoredContainer container = StoredContainer.Open(call.Global.Root, call.Id);
        if (container.Status is not (ContainerStatus.Running or ContainerStatus.Created))
        {
            throw ContainerTarget.NotRunning(call.Id);
        }

        RequireCgroup(container).Freeze();
        // Who created and did not start it goes on from there.
        container.Update(static state => state.Status = state.Status == ContainerStatus.Created ? state.Status : ContainerStatus.Paused);
        return 0;
    }

    /// <summary>The container's cgroup.</summary>
    /// <exception cref="ContainerException">It has none.</exception>
    public static Cgroup RequireCgroup(StoredContainer container) => container.Cgroup ?? throw new ContainerException(
        "Container.NoCgroup", ErrorKind.NotSupported, $"The container '{container.State.Id}' has no cgroup.", container.State.Id,
        "Create it as root, or in a cgroup that is delegated to you.");
}
