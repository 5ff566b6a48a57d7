using PSContainer.Errors;
using static PSContainer.Interop.Interop;
using static Tmds.Linux.LibC;

namespace PSContainer.Launcher.Process;

/// <summary>The host's procfs, opened before anything of a container is near, and looked at: no other file system will do.</summary>
internal static unsafe class HostProc
{
    private const long PROC_SUPER_MAGIC = 0x9fa0;

    /// <summary>The descriptor of its root folder, or -1.</summary>
    public static int Descriptor { get; private set; } = -1;

    public static void Open()
    {
        fixed (byte* path = "/proc\0"u8)
        {
            int folder = LinuxException.Check(open(path, O_PATH | O_DIRECTORY | O_CLOEXEC), "open", "/proc");
            FileSystemStatus status;
            LinuxException.Check(FileStatFs(folder, &status), "fstatfs", "/proc");
            Descriptor = status.Type == PROC_SUPER_MAGIC ? folder : throw new LinuxException("fstatfs", ENODEV, "/proc");
        }
    }
}
