using PSContainer.Errors;
using Tmds.Linux;
using static PSContainer.Interop.Interop;
using static Tmds.Linux.LibC;

namespace PSContainer.Client;

/// <summary>Copies a file into memory and seals it: nobody can write to it, whatever his rights.</summary>
internal static unsafe class SealedCopy
{
    private const uint MFD_CLOEXEC = 1;
    private const uint MFD_ALLOW_SEALING = 2;
    private const uint MFD_EXEC = 0x10;
    private const int F_ADD_SEALS = 1033;
    private const int F_SEAL_SEAL = 0x1;
    private const int F_SEAL_SHRINK = 0x2;
    private const int F_SEAL_GROW = 0x4;
    private const int F_SEAL_WRITE = 0x8;

    /// <param name="source">The file, open for reading.</param>
    /// <param name="path">Its path, for messages.</param>
    /// <returns>The copy's descriptor, which can be executed.</returns>
    /// <exception cref="ContainerException"><c>Launcher.Memfd.…</c></exception>
    public static int Make(int source, string path)
    {
        fixed (byte* name = "pscontainer\0"u8)
        {
            int image = memfd_create(name, MFD_CLOEXEC | MFD_ALLOW_SEALING | MFD_EXEC);
            if (image < 0 && errno == EINVAL)
            {
                // Before 6.3 every memfd is executable, and the flag unknown.
                image = memfd_create(name, MFD_CLOEXEC | MFD_ALLOW_SEALING);
            }

            if (image < 0)
            {
                throw LauncherErrors.Memfd(LinuxException.FromLastError("memfd_create"));
            }

            Copy(source, image, path);
            int sealed_ = fcntl(image, F_ADD_SEALS, F_SEAL_SEAL | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE);
            return sealed_ == 0 ? image : throw LauncherErrors.Memfd(LinuxException.FromLastError("fcntl(F_ADD_SEALS)"));
        }
    }

    private static void Copy(int source, int image, string path)
    {
        stat status;
        LinuxException.Check(fstat(source, &status), "fstat", path);
        long rest = (long)status.st_size;
        while (rest > 0)
        {
            long copied = (long)SendFile(image, source, (nuint)rest);
            rest -= copied > 0 ? copied : throw LauncherErrors.Memfd(LinuxException.FromLastError("sendfile", path));
        }
    }
}
