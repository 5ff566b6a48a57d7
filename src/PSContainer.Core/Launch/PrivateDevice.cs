using System.Globalization;
using PSContainer.Errors;
using PSContainer.Interop;
using static PSContainer.Interop.Interop;
using static Tmds.Linux.LibC;

namespace PSContainer.Launch;

/// <summary>
/// Device nodes that exist nowhere but in the container that is shown them. A short-lived process makes them in a mount namespace of
/// its own, and leaves their mounts behind in the descriptors that both share.
/// </summary>
internal static unsafe class PrivateDevice
{
    private const int NotPermitted = -1;

    /// <summary>Makes them.</summary>
    /// <param name="devices">What they are; their owners as the container counts.</param>
    /// <param name="maps">The container's ids; null where they are the caller's, or not known.</param>
    /// <returns>A detached mount of each; -1 where the caller may not make devices.</returns>
    public static int[] Make(IReadOnlyList<DeviceNode> devices, IdMaps? maps)
    {
        int* pipe = stackalloc int[2];
        LinuxException.Check(pipe2(pipe, O_CLOEXEC), "pipe2");
        var arguments = new CloneArgs { Flags = (ulong)CLONE_FILES | (ulong)CLONE_NEWNS, ExitSignal = (ulong)SIGCHLD };
        int pid = LinuxException.Check(Clone3(&arguments), "clone3");
        if (pid == 0)
        {
            MakeAll(devices, maps, pipe[1]);
        }

        ChildInfo info = ChildReaper.Reap(pid);

        close(pipe[1]);
        int[] mounts = new int[devices.Count];
        bool complete = true;
        for (int i = 0; i < mounts.Length && complete; i++)
        {
            complete = TryRead(pipe[0], out mounts[i]);
        }

        close(pipe[0]);
        return complete ? mounts : throw new LinuxException("mknodat", info.Status, "a device");
    }

    private static void MakeAll(IReadOnlyList<DeviceNode> devices, IdMaps? maps, int pipe)
    {
        try
        {
            int folder = Attach();
            for (int i = 0; i < devices.Count; i++)
            {
                int mount = MakeOne(folder, devices[i], maps, i);
                write(pipe, &mount, sizeof(int));
            }

            _exit(0);
        }
        catch (LinuxException error)
        {
            _exit(error.ErrorNumber);
        }
    }

    // Over the root of a namespace that nobody else is in, and that ends with this process.
    private static int Attach()
    {
        fixed (byte* type = "tmpfs\0"u8, root = "/\0"u8)
        {
            Tmds.Linux.ulong_t flags = MountPropagation.RecursivePrivate.Flags();
            LinuxException.Check(mount(null, root, null, flags, null), "mount", "/");
            int context = LinuxException.Check(FsOpen(type), "fsopen", "tmpfs");
            LinuxException.Check(FsConfig(context, FSCONFIG_CMD_CREATE, null, null), "fsconfig", "tmpfs");
            int folder = LinuxException.Check(FsMount(context, 0), "fsmount", "tmpfs");
            int at = LinuxException.Check(open(root, O_PATH | O_DIRECTORY | O_CLOEXEC), "open", "/");
            LinuxException.Check(MoveMount(folder, at), "move_mount", "/");
            close(at);
            close(context);
            return folder;
        }
    }

    private static int MakeOne(int folder, DeviceNode device, IdMaps? maps, int number)
    {
        string text = string.Create(CultureInfo.InvariantCulture, $"{number}");
        fixed (byte* name = new CString(text))
        {
            if (MakeNode(folder, name, device.TypeBits | device.Permissions, device.Number) < 0)
            {
                return errno == EPERM ? NotPermitted : throw LinuxException.FromLastError("mknodat", device.ToString());
            }

            LinuxException.Check(fchmodat(folder, name, device.Permissions, 0), "fchmodat", device.ToString());
            uint user = maps?.Users.Outside(device.Uid) ?? device.Uid, group = maps?.Groups.Outside(device.Gid) ?? device.Gid;
            LinuxException.Check(fchownat(folder, name, user, group, AT_SYMLINK_NOFOLLOW), "fchownat", device.ToString());
            return LinuxException.Check(OpenTree(folder, name, OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC), "open_tree", device.ToString());
        }
    }

    private static bool TryRead(int pipe, out int number)
    {
        int value;
        bool complete = (long)read(pipe, &value, sizeof(int)) == sizeof(int);
        number = value;
        return complete;
    }
}
