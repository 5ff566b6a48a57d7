namespace PSContainer.Launch.Steps;

/// <summary>Waits while the launcher does something at this moment.</summary>
internal sealed class RendezvousStep(LaunchMoment moment, string what) : LaunchStep
{
    public override bool NeedsLauncher => true;

    public override string Name => "Hook";

    public override string Description => what;

    public override void Execute(LaunchContext context) => context.Peer?.Reach(moment);
}
