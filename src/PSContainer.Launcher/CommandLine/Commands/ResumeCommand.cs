using PSContainer.Errors;
using PSContainer.Launcher.Container;
using PSContainer.State;

namespace PSContainer.Launcher.CommandLine;

/// <summary><c>resume</c>: lets the processes of a paused container go on.</summary>
internal sealed class ResumeCommand : Command
{
    public override string Name => "resume";

    public override string Summary => "resume all processes of a paused container";

    public override int Run(CommandCall call)
    {
        using StoredContainer container = StoredContainer.Open(call.Global.Root, call.Id);
        if (container.Status != ContainerStatus.Paused)
        {
            throw new ContainerException(
                "Container.NotPaused", ErrorKind.InvalidState, $"container not paused: {call.Id}", call.Id);
        }

        PauseCommand.RequireCgroup(container).Thaw();
        container.Update(static state => state.Status = state.Status == ContainerStatus.Paused ? ContainerStatus.Running : state.Status);
        return 0;
    }
}
