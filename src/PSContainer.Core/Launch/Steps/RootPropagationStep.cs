using PSContainer.Errors;
using static PSContainer.Interop.Interop;
using static Tmds.Linux.LibC;

namespace PSContainer.Launch.Steps;

/// <summary>Sets how mounts made later in the container show elsewhere, and others' in it (config-linux.md, <c>rootfsPropagation</c>).</summary>
internal sealed unsafe class RootPropagationStep(MountPropagation propagation) : LaunchStep
{
    public override string Name => "Propagation";

    public override string Description => $"make the root {propagation.Word()}";

    public override void Execute(LaunchContext context)
    {
        fixed (byte* root = "/\0"u8)
        {
            int mount = LinuxException.Check(open(root, O_PATH | O_DIRECTORY | O_CLOEXEC), "open", "/");
            var attributes = new MountAttr { Propagation = propagation.Type() };
            LinuxException.Check(MountSetAttr(mount, propagation.IsRecursive() ? AT_RECURSIVE : 0, &attributes), "mount_setattr", "/");
            close(mount);
        }
    }
}
