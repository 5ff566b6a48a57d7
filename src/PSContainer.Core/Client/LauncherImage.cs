using PSContainer.Errors;
using PSContainer.Interop;
using static Tmds.Linux.LibC;

namespace PSContainer.Client;

/// <summary>
/// The launcher's executable where nothing can ever write to it: a container that reaches its own <c>/proc/self/exe</c> finds
/// that, and no file of the host (CVE-2019-5736).
/// </summary>
/// <remarks>
/// For who may mount, that is the file itself through a private read-only mount, made for each launch: its pages are the page
/// cache's, and large there. Others take a sealed copy in memory, made once per process; each launch maps it page by page.
/// </remarks>
internal sealed unsafe class LauncherImage
{
    private static readonly Lock s_lock = new();
    private static LauncherImage? s_current;

    private readonly int _descriptor;
    private readonly bool _isSealed;

    private LauncherImage(int descriptor, bool isSealed)
    {
        _descriptor = descriptor;
        _isSealed = isSealed;
    }

    /// <summary>The image of this process; made of <paramref name="launcherPath"/> when first asked for.</summary>
    /// <exception cref="ContainerException"><c>Launcher.NotFound</c>, <c>Launcher.NotExecutable</c>, <c>Launcher.Memfd.…</c></exception>
    public static LauncherImage Get(string launcherPath)
    {
        lock (s_lock)
        {
            return s_current ??= Create(launcherPath);
        }
    }

    /// <summary>The file for one launch. It is to be disposed of before there is a container.</summary>
    public LauncherFile Open() => _isSealed
        ? new LauncherFile(_descriptor, ownsDescriptor: false)
        : new LauncherFile(LinuxException.Check(PrivateMount.Make(_descriptor), "open_tree"), ownsDescriptor: true);

    private static LauncherImage Create(string launcherPath)
    {
        int source = OpenLauncher(launcherPath);
        int mount = PrivateMount.Make(source);
        if (mount >= 0)
        {
            close(mount);
            return new LauncherImage(source, isSealed: false);
        }

        try
        {
            return new LauncherImage(SealedCopy.Make(source, launcherPath), isSealed: true);
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
}
