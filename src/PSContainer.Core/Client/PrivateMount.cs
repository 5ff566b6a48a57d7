using static PSContainer.Interop.Interop;
using static Tmds.Linux.LibC;

namespace PSContainer.Client;

/// <summary>
/// A read-only mount of one file, attached nowhere. What is opened again by its descriptor is opened on the same mount. While the
/// descriptor is open, one who may mount things in any user namespace, and holds the file, could make it writable; once it is
/// closed the mount is cut off from all, and nobody can change it.
/// </summary>
internal static unsafe class PrivateMount
{
    /// <param name="file">The file.</param>
    /// <returns>The mount's descriptor; -1 with errno for a caller who may not mount, or a file that is on no mount.</returns>
    public static int Make(int file)
    {
        fixed (byte* empty = "\0"u8)
        {
            int mount = OpenTree(file, empty, (uint)(OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC | AT_EMPTY_PATH));
            var attributes = new MountAttr { Set = MOUNT_ATTR_RDONLY };
            if (mount >= 0 && MountSetAttr(mount, 0, &attributes) < 0)
            {
                close(mount);
                return -1;
            }

            return mount;
        }
    }
}
