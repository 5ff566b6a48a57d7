using PSContainer.Containers;
using static Tmds.Linux.LibC;

namespace PSContainer.Launcher.CommandLine;

/// <summary><c>state</c>: prints the state of a container.</summary>
internal sealed class StateCommand : Command
{
    public override string Name => "state";

    public override string Summary => "output the state of a container";

    public override int Run(CommandCall call)
    {
        using StoredContainer container = StoredContainer.Open(call.Global.Root, call.Id);
        // Who asks while it is made wants to know when it is; a hook that asks gets its answer, too.
        container.AwaitCreation(TimeSpan.FromSeconds(1));
        var description = new ContainerDescription(container.Store, container.State, new UserNames().Of((uint)geteuid()));
        StandardStream.PrintJson(description.Write, indented: true);
        return 0;
    }
}
