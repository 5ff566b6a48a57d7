using PSContainer.Containers;

namespace PSContainer.Launcher.CommandLine;

/// <summary><c>pause</c>: freezes every process of a container.</summary>
internal sealed class PauseCommand : Command
{
    public override string Name => "pause";

    public override string Summary => "pause all processes of a container";

    public override int Run(CommandCall call)
    {
        using StoredContainer container = StoredContainer.Open(call.Global.Root, call.Id);
        ContainerFreezer.Pause(container);
        return 0;
    }
}
