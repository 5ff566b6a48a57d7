using PSContainer.Containers;
using PSContainer.Launcher.Container;

namespace PSContainer.Launcher.CommandLine;

/// <summary><c>start</c>: lets the command of a created container begin.</summary>
internal sealed class StartCommand : Command
{
    public override string Name => "start";

    public override string Summary => "start the command of a created container";

    public override int Run(CommandCall call)
    {
        using StoredContainer container = StoredContainer.Open(call.Global.Root, call.Id);
        ContainerStarter.Start(container, HostEnvironment.Read());
        return 0;
    }
}
