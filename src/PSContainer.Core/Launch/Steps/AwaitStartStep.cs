namespace PSContainer.Launch.Steps;

/// <summary>Waits, with everything made, until somebody starts the container.</summary>
internal sealed class AwaitStartStep(uint preserved) : LaunchStep
{
    public override bool NeedsLauncher => true;

    public override string Name => "Start";

    public override string Description => "wait to be started";

    public override void Execute(LaunchContext context) => context.Peer!.AwaitStart(preserved);
}
