using PSContainer.Errors;
using PSContainer.Interop;
using static PSContainer.Interop.Interop;
using static Tmds.Linux.LibC;

namespace PSContainer.Launch.Steps;

/// <summary>Hides a path of /proc or /sys: a file behind /dev/null, a folder behind an empty one. What is missing needs no hiding.</summary>
internal sealed unsafe class MaskPathStep(RootPath path) : LaunchStep
{
    private static readonly CString s_null = new("/dev/null");

    public override string Name => "Mask";

    public override string Description => $"mask {path.Text}";

    public override void Execute(LaunchContext context)
    {
        int target = path.TryOpen(context);
        if (target < 0 && errno is var error && (error == ENOENT || error == ENOTDIR))
        {
            return;
        }

        LinuxException.Check(target, "openat2", path.Text);
        int cover = IsDirectory(target) ? EmptyFolder() : HostDevice.CloneVerified(s_null, HostDevice.Null);
        LinuxException.Check(MoveMount(cover, target), "move_mount", path.Text);
        close(cover);
        close(target);
    }

    private bool IsDirectory(int file)
    {
        Tmds.Linux.stat status;
        LinuxException.Check(fstat(file, &status), "fstat", path.Text);
        return ((uint)status.st_mode & 0xf000) == 0x4000;
    }

    private static int EmptyFolder()
    {
        fixed (byte* type = "tmpfs\0"u8)
        {
            int filesystem = LinuxException.Check(FsOpen(type), "fsopen", "tmpfs");
            LinuxException.Check(FsConfig(filesystem, FSCONFIG_CMD_CREATE, null, null), "fsconfig", "tmpfs");
            int mount = LinuxException.Check(
                FsMount(filesystem, MOUNT_ATTR_RDONLY | MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV | MOUNT_ATTR_NOEXEC), "fsmount", "tmpfs");
            close(filesystem);
            return mount;
        }
    }
}
