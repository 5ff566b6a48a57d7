using PSContainer.Launch;

namespace PSContainer.Launcher.Process;

/// <summary>Ends the process: it was made only for the steps before.</summary>
internal sealed class EndStep : LaunchStep
{
    public override string Name => "End";

    public override string Description => "end";

    public override void Execute(LaunchContext context) => ChildProcess.Exit(0);
}
