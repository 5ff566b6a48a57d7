using PSContainer.Errors;
using PSContainer.Interop;
using static PSContainer.Interop.Interop;
using static Tmds.Linux.LibC;

namespace PSContainer.Launch;

/// <summary>What hides masked paths: for files /dev/null, looked at once; for folders one empty read-only file system that all share.</summary>
internal sealed unsafe class MaskCovers
{
    private static readonly CString s_nullPath = new("/dev/null");
    private static readonly CString s_tmpfs = new("tmpfs");

    private int _null = -1;
    private int _folder = -1;

    /// <summary>Hides a file.</summary>
    public void CoverFile(int target, string path)
    {
        _null = _null >= 0 ? _null : HostDevice.OpenVerified(s_nullPath, HostDevice.Null);
        Attach(HostDevice.Clone(_null, s_nullPath), target, path);
    }

    /// <summary>Hides a folder. Only an attached mount can be copied: the first is attached itself, the others are its copies.</summary>
    public void CoverFolder(int target, string path)
    {
        if (_folder < 0)
        {
            _folder = MakeEmptyFolder();
            LinuxException.Check(MoveMount(_folder, target), "move_mount", path);
        }
        else
        {
            Attach(HostDevice.Clone(_folder, s_tmpfs), target, path);
        }
    }

    private static void Attach(int cover, int target, string path)
    {
        LinuxException.Check(MoveMount(cover, target), "move_mount", path);
        close(cover);
    }

    private static int MakeEmptyFolder()
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
