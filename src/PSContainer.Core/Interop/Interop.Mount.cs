using System.Runtime.InteropServices;
using static Tmds.Linux.LibC;

namespace PSContainer.Interop;

internal static unsafe partial class Interop
{
    public const int AT_RECURSIVE = 0x8000;

    public const int OPEN_TREE_CLONE = 1;
    public const int OPEN_TREE_CLOEXEC = 0x80000;

    public const int MOVE_MOUNT_F_EMPTY_PATH = 0x4;
    public const int MOVE_MOUNT_T_EMPTY_PATH = 0x40;

    public const int FSOPEN_CLOEXEC = 1;
    public const int FSMOUNT_CLOEXEC = 1;
    public const int FSCONFIG_SET_FLAG = 0;
    public const int FSCONFIG_SET_STRING = 1;
    public const int FSCONFIG_CMD_CREATE = 6;

    public const ulong MOUNT_ATTR_RDONLY = 0x1;
    public const ulong MOUNT_ATTR_NOSUID = 0x2;
    public const ulong MOUNT_ATTR_NODEV = 0x4;
    public const ulong MOUNT_ATTR_NOEXEC = 0x8;
    public const ulong MOUNT_ATTR__ATIME = 0x70;
    public const ulong MOUNT_ATTR_NOATIME = 0x10;
    public const ulong MOUNT_ATTR_STRICTATIME = 0x20;
    public const ulong MOUNT_ATTR_NODIRATIME = 0x80;
    public const ulong MOUNT_ATTR_IDMAP = 0x100000;
    public const ulong MOUNT_ATTR_NOSYMFOLLOW = 0x200000;

    /// <summary>The kernel's <c>struct mount_attr</c>, see <c>mount_setattr(2)</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct MountAttr
    {
        public ulong Set;
        public ulong Clear;
        public ulong Propagation;
        public ulong UserNsFd;
    }

    public static int OpenTree(int directory, byte* path, uint flags) =>
        (int)(long)syscall(SYS_open_tree, directory, path, flags);

    /// <summary>Attaches the mount that <paramref name="mount"/> stands for over what <paramref name="target"/> stands for.</summary>
    public static int MoveMount(int mount, int target)
    {
        byte empty = 0;
        return (int)(long)syscall(
            SYS_move_mount, mount, &empty, target, &empty, MOVE_MOUNT_F_EMPTY_PATH | MOVE_MOUNT_T_EMPTY_PATH);
    }

    public static int FsOpen(byte* type) => (int)(long)syscall(SYS_fsopen, type, FSOPEN_CLOEXEC);

    public static int FsConfig(int context, int command, byte* key, byte* value) =>
        (int)(long)syscall(SYS_fsconfig, context, command, key, value, 0);

    public static int FsMount(int context, ulong attributes) =>
        (int)(long)syscall(SYS_fsmount, context, FSMOUNT_CLOEXEC, (uint)attributes);

    /// <summary>Changes the mount that <paramref name="mount"/> stands for, or with AT_RECURSIVE the tree below it too.</summary>
    public static int MountSetAttr(int mount, int flags, MountAttr* attributes)
    {
        byte empty = 0;
        return (int)(long)syscall(
            SYS_mount_setattr, mount, &empty, AT_EMPTY_PATH | flags, attributes, sizeof(MountAttr));
    }

    public static int PivotRoot(byte* newRoot, byte* putOld) => (int)(long)syscall(SYS_pivot_root, newRoot, putOld);
}
