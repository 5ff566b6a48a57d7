using static Tmds.Linux.LibC;

namespace PSContainer.Launch.Steps;

/// <summary>Makes the working directory where the root lacks it.</summary>
internal sealed class MakeDirectoryStep(RootPath path) : LaunchStep
{
    public override string Name => "WorkingDirectory";

    public override string Description => $"make {path.Text} unless it is there";

    public override void Execute(LaunchContext context) => close(path.OpenOrCreate(context, directory: true));
}
