using PSContainer.Interop;
using static Tmds.Linux.LibC;

namespace PSContainer.Launch;

/// <summary>Looks up what a plan depends on besides the spec.</summary>
internal static unsafe class HostFacts
{
    public static LaunchFacts Read(string privateFolder) => new()
    {
        UserId = (uint)geteuid(),
        InInitialUserNamespace = IsInitialUserNamespace(),
        PrivateFolder = privateFolder,
        IsDirectory = IsDirectory,
    };

    private static bool? IsDirectory(string path)
    {
        Tmds.Linux.stat status;
        fixed (byte* p = new CString(path))
        {
            return stat(p, &status) < 0 ? null : ((uint)status.st_mode & 0xf000) == 0x4000;
        }
    }

    // Only the first one maps every id to itself (user_namespaces(7)).
    private static bool IsInitialUserNamespace()
    {
        byte* text = stackalloc byte[64];
        fixed (byte* path = "/proc/self/uid_map\0"u8)
        {
            int file = open(path, O_RDONLY | O_CLOEXEC);
            long length = file < 0 ? 0 : (long)read(file, text, 64);
            close(file);
            return new ReadOnlySpan<byte>(text, (int)Math.Max(length, 0)).IndexOf("4294967295"u8) >= 0;
        }
    }
}
