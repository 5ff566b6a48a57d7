using PSContainer.Errors;
using PSContainer.Interop;
using PSContainer.Protocol;
using static PSContainer.Interop.Interop;
using static Tmds.Linux.LibC;

namespace PSContainer.Launch.Layers;

/// <summary>Mounts that an overlay is put together from: attached over <c>/</c> for so long, since it takes none that are not (before Linux 6.15).</summary>
internal static unsafe class CoveringMount
{
    /// <summary>Whether an error says that this kernel (before Linux 5.12), or the file system of the folder, has no mounts with maps.</summary>
    public static bool HasNoMaps(LinuxException error) => error is { Function: "mount_setattr", ErrorNumber: Errno.EINVAL or Errno.ENOSYS };

    /// <summary>A shared folder whose owners are shown by a user namespace's map.</summary>
    /// <exception cref="LinuxException">It cannot be; see <see cref="HasNoMaps"/>.</exception>
    public static int OpenMapped(CString path, string text, int map)
    {
        fixed (byte* name = path)
        {
            int tree = LinuxException.Check(OpenTree(AT_FDCWD, name, OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC), "open_tree", text);
            var attributes = new MountAttr { Set = MOUNT_ATTR_IDMAP, UserNsFd = (ulong)map, Propagation = MountPropagation.Private.Type() };
            if (MountSetAttr(tree, 0, &attributes) < 0)
            {
                int error = errno;
                close(tree);
                throw new LinuxException("mount_setattr", error, text);
            }

            return Cover(tree, text);
        }
    }

    /// <summary>A file system in memory.</summary>
    public static int MakeMemory()
    {
        fixed (byte* type = "tmpfs\0"u8)
        {
            int context = LinuxException.Check(FsOpen(type), "fsopen", "tmpfs");
            LinuxException.Check(FsConfig(context, FSCONFIG_CMD_CREATE, null, null), "fsconfig", "tmpfs");
            int mount = LinuxException.Check(FsMount(context, 0), "fsmount", "tmpfs");
            close(context);
            return Cover(mount, "tmpfs");
        }
    }

    private static int Cover(int mount, string text)
    {
        fixed (byte* slash = "/\0"u8)
        {
            int root = LinuxException.Check(open(slash, O_PATH | O_DIRECTORY | O_CLOEXEC), "open", "/");
            LinuxException.Check(MoveMount(mount, root), "move_mount", text);
            close(root);
            return mount;
        }
    }

    /// <summary>Takes it away; its descriptor stays.</summary>
    // The last first: each is the topmost then. Left there, they would come between the root and the pivot that cuts the host's off.
    public static void Uncover(int mount)
    {
        byte* path = stackalloc byte[OptionText.FileRoom];
        OptionText.WriteFile(path, mount);
        LinuxException.Check(umount2(path, MNT_DETACH), "umount2", "a layer");
    }
}
