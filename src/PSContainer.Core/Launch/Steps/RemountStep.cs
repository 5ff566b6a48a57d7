using PSContainer.Errors;
using static Tmds.Linux.LibC;

namespace PSContainer.Launch.Steps;

/// <summary>Changes the attributes of a mount that is there: one that had to be writable until everything was in it, or <c>remount</c>.</summary>
internal sealed class RemountStep(RootPath target, MountOptions options) : LaunchStep
{
    public override string Name => "Mount";

    public override string Description => $"remount {target.Text}{(options.Text.Length > 0 ? options.Text : " read-only")}";

    public override void Execute(LaunchContext context)
    {
        int mount = LinuxException.Check(target.TryOpen(context), "openat2", target.Text);
        options.ApplyAttributes(mount, target.Text);
        close(mount);
    }
}
