using PSContainer.Errors;
using PSContainer.Layers.Tar;
using Tmds.Linux;
using static Tmds.Linux.LibC;

namespace PSContainer.Layers.Files;

/// <summary>Sets times, to the nanosecond.</summary>
internal static unsafe class FileTimes
{
    public static void Set(int file, TarTime accessed, TarTime modified)
    {
        timespec* times = stackalloc timespec[2];
        (times[0], times[1]) = (From(accessed), From(modified));
        LinuxException.Check(futimens(file, times), "futimens");
    }

    /// <summary>Of a link, its own.</summary>
    public static void Set(int folder, NameBytes name, TarTime accessed, TarTime modified)
    {
        timespec* times = stackalloc timespec[2];
        (times[0], times[1]) = (From(accessed), From(modified));
        fixed (byte* path = name)
        {
            LinuxException.Check(utimensat(folder, path, times, AT_SYMLINK_NOFOLLOW), "utimensat");
        }
    }

    private static timespec From(TarTime time) => new() { tv_sec = time.Seconds, tv_nsec = time.Nanoseconds };
}
