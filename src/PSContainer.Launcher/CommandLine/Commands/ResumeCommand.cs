using PSContainer.Containers;

namespace PSContainer.Launcher.CommandLine;

/// <summary><c>resume</c>: lets the processes of a paused container go on.</summary>
internal sealed class ResumeCommand : Command
{
    public override string Name => "resume";

    public override string Summary => "resume all processes of a paused container";

    public override int Run(CommandCall call)
    {
        using StoredContainer container = StoredContainer.Open(call.Global.Root, call.Id);
        ContainerFreezer.Resume(container);
        return 0;
    }
}
