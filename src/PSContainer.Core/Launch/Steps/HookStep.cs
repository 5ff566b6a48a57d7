using PSContainer.Launch.Hooks;
using static Tmds.Linux.LibC;

namespace PSContainer.Launch.Steps;

/// <summary>Runs a hook in the container's namespaces: before the pivot in the new root, as runc does, later in the working directory.</summary>
internal sealed class HookStep(Hook hook, HookState state) : LaunchStep
{
    public override string Name => "Hook";

    public override string Description => hook.Title;

    public override void Execute(LaunchContext context)
    {
        if (!context.IsInit)
        {
            HookProcess.Run(hook, state.With((int)getpid()), context.Root);
        }
    }
}
