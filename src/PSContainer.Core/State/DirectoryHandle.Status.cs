using PSContainer.Interop;
using Tmds.Linux;
using static Tmds.Linux.LibC;

namespace PSContainer.State;

internal sealed unsafe partial class DirectoryHandle
{
    private static readonly CString s_empty = new("");

    /// <summary>The directory's own status.</summary>
    public FileStatus Status()
    {
        Check(TryStatus(s_empty, AT_EMPTY_PATH, out FileStatus status), "statx", Path);
        return status;
    }

    /// <summary>The status of what a path names; of a link, its own.</summary>
    public static int TryStatusOf(string path, out FileStatus status) =>
        TryStatusAt(AT_FDCWD, new CString(path), AT_SYMLINK_NOFOLLOW, out status);

    /// <summary>The status of an open file.</summary>
    public static FileStatus StatusOf(int fd, string path)
    {
        Check(TryStatusAt(fd, s_empty, AT_EMPTY_PATH, out FileStatus status), "statx", path);
        return status;
    }

    /// <summary>Whether that name in this directory still stands for the one that was opened.</summary>
    public bool IsChild(in CString name, DirectoryHandle child) =>
        TryStatus(name, AT_SYMLINK_NOFOLLOW, out FileStatus there) == 0 && there.IsSameFile(child.Status());

    private int TryStatus(in CString name, int flags, out FileStatus status) => TryStatusAt(Descriptor, name, flags, out status);

    // statx, because fstat has another name and layout in each C library.
    private static int TryStatusAt(int directory, in CString name, int flags, out FileStatus status)
    {
        statx found;
        fixed (byte* path = name)
        {
            int errno = ErrorOf(statx(directory, path, flags, STATX_BASIC_STATS, &found));
            status = errno == 0 ? From(found) : default;
            return errno;
        }
    }

    private static FileStatus From(in statx found) => new(
        ((ulong)found.stx_dev_major << 32) | found.stx_dev_minor,
        found.stx_ino,
        found.stx_mode,
        found.stx_uid,
        DateTimeOffset.FromUnixTimeSeconds(found.stx_ctime.tv_sec).AddTicks(found.stx_ctime.tv_nsec / TimeSpan.NanosecondsPerTick));
}
