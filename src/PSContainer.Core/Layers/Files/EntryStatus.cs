using PSContainer.Errors;
using PSContainer.Layers.Tar;
using Tmds.Linux;
using static Tmds.Linux.LibC;

namespace PSContainer.Layers.Files;

/// <summary>What a file is, without following a link.</summary>
internal readonly unsafe struct EntryStatus
{
    private const uint KindMask = 0xf000;
    private const uint KindFolder = 0x4000;
    private const uint KindRegular = 0x8000;
    private const uint KindLink = 0xa000;
    private const uint KindCharacter = 0x2000;

    private EntryStatus(in statx found)
    {
        Kind = found.stx_mode & KindMask;
        Mode = found.stx_mode & ~KindMask;
        (User, Group, Links, Size, Inode) = (found.stx_uid, found.stx_gid, found.stx_nlink, (long)found.stx_size, found.stx_ino);
        Volume = ((ulong)found.stx_dev_major << 32) | found.stx_dev_minor;
        (DeviceMajor, DeviceMinor) = (found.stx_rdev_major, found.stx_rdev_minor);
        Accessed = new TarTime(found.stx_atime.tv_sec, (int)found.stx_atime.tv_nsec);
        Modified = new TarTime(found.stx_mtime.tv_sec, (int)found.stx_mtime.tv_nsec);
    }

    /// <summary>The kind, as the bits of <c>inode(7)</c>.</summary>
    public uint Kind { get; }

    /// <summary>Permissions, 12 bits.</summary>
    public uint Mode { get; }

    public uint User { get; }

    public uint Group { get; }

    public uint Links { get; }

    public long Size { get; }

    public ulong Inode { get; }

    /// <summary>The device that it lies on.</summary>
    public ulong Volume { get; }

    public uint DeviceMajor { get; }

    public uint DeviceMinor { get; }

    public TarTime Accessed { get; }

    public TarTime Modified { get; }

    public bool IsFolder => Kind == KindFolder;

    public bool IsRegular => Kind == KindRegular;

    public bool IsLink => Kind == KindLink;

    /// <summary>Whether it stands, in overlayfs, for a file of a lower layer that is gone.</summary>
    public bool IsWhiteout => Kind == KindCharacter && DeviceMajor == 0 && DeviceMinor == 0;

    /// <summary>The status of what a folder has under that name; false where there is nothing.</summary>
    public static bool TryGet(int folder, NameBytes name, out EntryStatus status)
    {
        fixed (byte* path = name)
        {
            return TryGet(folder, path, AT_SYMLINK_NOFOLLOW, out status) || (errno == ENOENT ? false : throw LinuxException.FromLastError("statx"));
        }
    }

    /// <summary>The status of an open file.</summary>
    public static EntryStatus Get(int file)
    {
        fixed (byte* empty = "\0"u8)
        {
            return TryGet(file, empty, AT_EMPTY_PATH, out EntryStatus status) ? status : throw LinuxException.FromLastError("statx");
        }
    }

    private static bool TryGet(int folder, byte* path, int flags, out EntryStatus status)
    {
        Tmds.Linux.statx found;
        bool there = statx(folder, path, flags, STATX_BASIC_STATS, &found) == 0;
        status = there ? new EntryStatus(found) : default;
        return there;
    }
}
