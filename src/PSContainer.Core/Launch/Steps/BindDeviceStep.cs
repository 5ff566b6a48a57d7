using PSContainer.Errors;
using PSContainer.Interop;
using static PSContainer.Interop.Interop;
using static Tmds.Linux.LibC;

namespace PSContainer.Launch.Steps;

/// <summary>
/// Shows a device inside the root, for a caller who may not make one there (any user namespace): one that the launcher makes
/// outside, or where not even it may, the host's.
/// </summary>
internal sealed unsafe class BindDeviceStep(string source, RootPath target, DeviceNode device) : LaunchStep, IOutsideStep
{
    private readonly CString _source = new(source);

    /// <summary>Whether the launcher opens it.</summary>
    public bool OpensOutside { get; init; }

    public bool IsInside => false;

    public DeviceNode? Device => device;

    public override bool NeedsLauncher => OpensOutside;

    public override string Name => "Device";

    public override string Description => $"bind device {source} on {target.Text} ({device})";

    public override void Execute(LaunchContext context)
    {
        int tree = OpensOutside ? context.Peer!.Open(context.StepIndex) : HostDevice.CloneVerified(_source, device);
        var attributes = new MountAttr { Set = MOUNT_ATTR_NOSUID | MOUNT_ATTR_NOEXEC };
        LinuxException.Check(MountSetAttr(tree, 0, &attributes), "mount_setattr", target.Text);
        int at = target.OpenOrCreate(context, directory: false);
        LinuxException.Check(MoveMount(tree, at), "move_mount", target.Text);
        close(at);
        close(tree);
    }

    public int OpenOutside(OutsideContext context)
    {
        int made = context.MakeDevice(device);
        return made >= 0 ? made : HostDevice.CloneVerified(_source, device);
    }
}
