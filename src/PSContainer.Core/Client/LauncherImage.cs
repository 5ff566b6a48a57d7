using System.Globalization;
using PSContainer.Errors;
using PSContainer.Interop;
using Tmds.Linux;
using static PSContainer.Interop.Interop;
using static Tmds.Linux.LibC;

namespace PSContainer.Client;

/// <summary>
/// The launcher's executable where nothing can ever write to it: a sealed memfd, made once per process. A container that
/// reaches its own <c>/proc/self/exe</c> finds that, and no file of the host (CVE-2019-5736).
/// </summary>
internal sealed unsafe class LauncherImage
{
    private const uint MFD_CLOEXEC = 1;
    private const uint MFD_ALLOW_SEALING = 2;
    private const uint MFD_EXEC = 0x10;
    private const int F_ADD_SEALS = 1033;
    private const int F_SEAL_SEAL = 0x1;
    private const int F_SEAL_SHRINK = 0x2;
    private const int F_SEAL_GROW = 0x4;
    private const int F_SEAL_WRITE = 0x8;

    private static readonly Lock s_lock = new();
    private static LauncherImage? s_current;

    private readonly int _descriptor;

    private LauncherImage(int descriptor)
    {
        _descriptor = descriptor;
        Path = new CString(string.Create(CultureInfo.InvariantCulture, $"/proc/self/fd/{descriptor}"));
    }

    /// <summary>What to execute: a path that leads to the image in this process and its children.</summary>
    public CString Path { get; }

    /// <summary>The image of this process; made of <paramref name="launcherPath"/> when first asked for.</summary>
    /// <exception cref="ContainerException"><c>Launcher.NotFound</c>, <c>Launcher.NotExecutable</c>, <c>Launcher.Memfd.…</c></exception>
    public static LauncherImage Get(string launcherPath)
    {
        lock (s_lock)
        {
            return s_current ??= Create(launcherPath);
        }
    }

    /// <summary>An image for one execve of the calling process.</summary>
    /// <param name="launcherPath">The file.</param>
    /// <param name="preferMount">Whether a read-only mount is tried first: quicker to make than a copy, and gone with the execve.</param>
    /// <exception cref="ContainerException"><c>Launcher.Memfd.…</c></exception>
    public static LauncherImage Once(string launcherPath, bool preferMount) =>
        preferMount && TryReadOnlyMount(launcherPath) is >= 0 and var mount ? new LauncherImage(mount) : Create(launcherPath);

    private static LauncherImage Create(string launcherPath)
    {
        int source = OpenLauncher(launcherPath);
        try
        {
            return new LauncherImage(Seal(source, launcherPath));
        }
        finally
        {
            close(source);
        }
    }

    private static int OpenLauncher(string path)
    {
        fixed (byte* p = new CString(path))
        {
            int file = open(p, O_RDONLY | O_CLOEXEC);
            if (file < 0)
            {
                throw LauncherErrors.NotFound(path, LinuxException.FromLastError("open", path));
            }

            if (access(p, X_OK) < 0)
            {
                var error = LinuxException.FromLastError("access", path);
                close(file);
                throw LauncherErrors.NotExecutable(path, error);
            }

            return file;
        }
    }

    private static int Seal(int source, string path)
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
                return ReadOnlyMount(path, LinuxException.FromLastError("memfd_create"));
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

    // With vm.memfd_noexec=2 no memfd can be executed. A private read-only mount of the file is as safe, but takes root.
    private static int ReadOnlyMount(string path, LinuxException refused) =>
        TryReadOnlyMount(path) is >= 0 and var mount ? mount : throw LauncherErrors.Memfd(refused);

    private static int TryReadOnlyMount(string path)
    {
        fixed (byte* from = new CString(path))
        {
            int mount = OpenTree(AT_FDCWD, from, OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC);
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
