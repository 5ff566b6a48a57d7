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
            if (MakeNode(folder, name, device.TypeBits | device.Permissions, device.Number) == 0)
            {
                // mknod(2) takes the umask off; chmod does not, and a node made this instant is no link.
                LinuxException.Check(fchmodat(folder, name, device.Permissions, 0), "fchmodat", path.Text);
                LinuxException.Check(fchownat(folder, name, device.Uid, device.Gid, AT_SYMLINK_NOFOLLOW), "fchownat", path.Text);
            }
            else
            {
                Accept(folder, name, errno);
            }
        }

        close(folder);
    }

    // What the root brings may stay if it is that very device (config-linux.md, "Devices").
    private void Accept(int folder, byte* name, int error)
    {
        Tmds.Linux.stat status;
        bool same = error == EEXIST && fstatat(folder, name, &status, AT_SYMLINK_NOFOLLOW) == 0
            && ((uint)status.st_mode & 0xf000) == device.TypeBits && (device.Type == 'p' || (ulong)status.st_rdev == device.Number);
        if (!same)
        {
            throw new LinuxException("mknodat", error, path.Text);
        }
    }
}
