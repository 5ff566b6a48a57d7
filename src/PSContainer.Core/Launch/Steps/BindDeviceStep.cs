using PSContainer.Errors;
using PSContainer.Interop;
using static PSContainer.Interop.Interop;
using static Tmds.Linux.LibC;

namespace PSContainer.Launch.Steps;

/// <summary>Shows the host's device inside the root, for a caller who may not make one (any user namespace).</summary>
internal sealed unsafe class BindDeviceStep(string source, RootPath target, DeviceNode device) : LaunchStep
{
    private readonly CString _source = new(source);

    public override string Name => "Device";

    public override string Description => $"bind device {source} on {target.Text} ({device})";

    public override void Execute(LaunchContext context)
    {
        int tree = HostDevice.CloneVerified(_source, device);
        int at = target.OpenOrCreate(context, directory: false);
        LinuxException.Check(MoveMount(tree, at), "move_mount", target.Text);
        close(at);
        close(tree);
    }
}
