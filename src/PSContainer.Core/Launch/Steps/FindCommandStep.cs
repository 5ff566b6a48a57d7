namespace PSContainer.Launch.Steps;

/// <summary>Makes sure that there is a command to execute, while whoever creates the container still listens.</summary>
internal sealed class FindCommandStep(ExecuteStep command) : LaunchStep
{
    public override string Name => "Command";

    public override string Description => "look for the command";

    public override void Execute(LaunchContext context) => command.Check();
}
