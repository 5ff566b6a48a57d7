using PSContainer.Errors;
using static PSContainer.Interop.Interop;

namespace PSContainer.Launch.Steps;

/// <summary>Makes the root's own mount read-only, once everything that had to be made in it is there.</summary>
internal sealed unsafe class ReadOnlyRootStep : LaunchStep
{
    public override string Name => "ReadOnly";

    public override string Description => "make the root read-only";

    public override void Execute(LaunchContext context)
    {
        var attributes = new MountAttr { Set = MOUNT_ATTR_RDONLY };
        LinuxException.Check(MountSetAttr(context.Root, 0, &attributes), "mount_setattr", "/");
    }
}
