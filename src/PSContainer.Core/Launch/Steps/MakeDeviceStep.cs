using PSContainer.Errors;
using PSContainer.Interop;
using static PSContainer.Interop.Interop;
using static Tmds.Linux.LibC;

namespace PSContainer.Launch.Steps;

/// <summary>Makes a device node inside the root, for a caller who may.</summary>
internal sealed unsafe class MakeDeviceStep(RootPath path, DeviceNode device) : LaunchStep
{
    public override string Name => "Device";

    public override string Description => $"make device {path.Text} ({device})";

    public override void Execute(LaunchContext context)
    {
        int folder = path.OpenParentOrCreate(context);
        fixed (byte* name = path.Name)
        {
            LinuxException.Check(MakeNode(folder, name, device.TypeBits | device.Permissions, device.Number), "mknodat", path.Text);
            // mknod(2) takes the umask off; chmod does not, and a node made this instant is no link.
            LinuxException.Check(fchmodat(folder, name, device.Permissions, 0), "fchmodat", path.Text);
            LinuxException.Check(fchownat(folder, name, device.Uid, device.Gid, AT_SYMLINK_NOFOLLOW), "fchownat", path.Text);
        }

        close(folder);
    }
}
