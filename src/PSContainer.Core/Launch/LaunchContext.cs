using PSContainer.Errors;
using PSContainer.Interop;
using Tmds.Linux;
using static PSContainer.Interop.Interop;
using static Tmds.Linux.LibC;

namespace PSContainer.Launch;

/// <summary>What the steps of one launch hand on to each other: plain descriptors in the process that is set up.</summary>
internal sealed unsafe class LaunchContext
{
    /// <summary>The mount that becomes the root, opened with O_PATH; -1 where there is none of its own.</summary>
    public int Root { get; set; } = -1;

    /// <summary>Who waits outside; null where nothing in the plan needs anyone.</summary>
    public LaunchPeer? Peer { get; init; }

    /// <summary>The host's procfs, opened and looked at by the launcher; -1 where no step needs it.</summary>
    public int HostProc { get; init; } = -1;

    /// <summary>What hides masked paths.</summary>
    public MaskCovers Covers { get; } = new();

    /// <summary>The index of the step that is carried out.</summary>
    public int StepIndex { get; set; }

    /// <summary>A connected socket that takes the terminal's other end, or -1.</summary>
    public int ConsoleSocket { get; init; } = -1;

    /// <summary>The process's end of its terminal, once there is one.</summary>
    public int Console { get; set; } = -1;

    /// <summary>Where a seccomp listener's descriptor is announced, one more than its number; null where there is none.</summary>
    public SharedWord? SeccompListener { get; init; }

    /// <summary>Whether the process becomes an init and leaves the command, and what belongs to it, to another.</summary>
    public bool IsInit { get; set; }

    /// <summary>Whether the loopback device is up already.</summary>
    public bool HasLoopback { get; set; }

    /// <summary>Whether the working directory has been entered.</summary>
    public bool HasDirectory { get; set; }

    /// <summary>A private procfs that nothing else can reach; see <see cref="OpenPrivateProc"/>.</summary>
    private int _proc = -1;

    /// <summary>
    /// Opens a path as the container will see it: no link in it leads out of the root. A process without a root of its own, or
    /// whose root is <c>/</c> already, has that.
    /// </summary>
    /// <param name="path">The path, without a slash in front.</param>
    /// <param name="flags">Flags of open(2).</param>
    /// <param name="resolve">Flags of openat2(2) besides (RESOLVE_*).</param>
    public int OpenInRoot(CString path, int flags, ulong resolve = 0)
    {
        fixed (byte* p = path, slash = "/\0"u8)
        {
            int root = Root >= 0 ? Root : LinuxException.Check(open(slash, O_PATH | O_DIRECTORY | O_CLOEXEC), "open", "/");
            int file = OpenAt2(root, p, flags | O_CLOEXEC, 0, RESOLVE_IN_ROOT | RESOLVE_NO_MAGICLINKS | resolve);
            if (root != Root)
            {
                int error = errno;
                close(root);
                System.Runtime.InteropServices.Marshal.SetLastPInvokeError(error);
            }

            return file;
        }
    }

    /// <summary>
    /// Takes over a mount's descriptor when it has been attached. One on <c>/</c> is the root from here on: what comes later is to be
    /// made in it, not below it.
    /// </summary>
    public void Cover(RootPath target, int mount)
    {
        int done = mount;
        if (target.Text == "/")
        {
            done = Root;
            Root = mount;
        }

        close(done);
    }

    /// <summary>
    /// A procfs of the new PID namespace, never attached anywhere: what is written through it cannot be redirected by
    /// mounts or links in the root (CVE-2025-52881).
    /// </summary>
    public int OpenPrivateProc()
    {
        if (_proc < 0)
        {
            _proc = MountDetachedProc();
        }

        return _proc;
    }

    private static int MountDetachedProc()
    {
        fixed (byte* type = "proc\0"u8)
        {
            int filesystem = LinuxException.Check(FsOpen(type), "fsopen", "proc");
            LinuxException.Check(FsConfig(filesystem, FSCONFIG_CMD_CREATE, null, null), "fsconfig", "proc");
            int mount = LinuxException.Check(FsMount(filesystem, MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV | MOUNT_ATTR_NOEXEC), "fsmount", "proc");
            close(filesystem);
            return mount;
        }
    }
}
