using System.Runtime.InteropServices;
using PSContainer.Errors;
using Tmds.Linux;

namespace PSContainer.Interop;

internal static unsafe partial class Interop
{
    public const int LOCK_SH = 1;
    public const int LOCK_EX = 2;
    public const int LOCK_NB = 4;
    public const int LOCK_UN = 8;

    /// <summary>Locks an open file description as a whole; see <c>flock(2)</c>.</summary>
    [LibraryImport("libc", EntryPoint = "flock", SetLastError = true)]
    public static partial int Flock(int fd, int operation);

    /// <summary>Replaces <paramref name="newPath"/> in one step; see <c>renameat(2)</c>.</summary>
    [LibraryImport("libc", EntryPoint = "renameat", SetLastError = true)]
    public static partial int RenameAt(int oldDirectory, byte* oldPath, int newDirectory, byte* newPath);

    /// <summary>Reads the next entries of a directory as the kernel lays them out; see <c>getdents64(2)</c>.</summary>
    [LibraryImport("libc", EntryPoint = "getdents64", SetLastError = true)]
    public static partial nint GetDirectoryEntries(int fd, byte* buffer, nuint size);

    /// <summary>Bytes of the kernel's random source; up to 256 come whole; see <c>getrandom(2)</c>.</summary>
    [LibraryImport("libc", EntryPoint = "getrandom", SetLastError = true)]
    public static partial nint GetRandom(byte* buffer, nuint size, uint flags);

    /// <summary>The number of the mount that a path leads to, as in mountinfo; see STATX_MNT_ID in <c>statx(2)</c> (Linux 5.8).</summary>
    /// <exception cref="LinuxException">The path is not there, or the kernel tells no such number (ENOSYS).</exception>
    public static ulong MountIdOf(byte* path, string text)
    {
        const uint WantsMountId = 0x1000;
        const int MaskOffset = 0, MountIdOffset = 144, Size = 256;
        byte* found = stackalloc byte[Size];
        LinuxException.Check(LibC.statx(LibC.AT_FDCWD, path, 0, WantsMountId, (statx*)found), "statx", text);
        return (*(uint*)(found + MaskOffset) & WantsMountId) != 0 ? *(ulong*)(found + MountIdOffset) : throw new LinuxException("statx", Errno.ENOSYS, text);
    }
}
