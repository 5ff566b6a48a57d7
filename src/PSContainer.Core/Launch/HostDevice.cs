using PSContainer.Errors;
using PSContainer.Interop;
using Tmds.Linux;
using static PSContainer.Interop.Interop;
using static Tmds.Linux.LibC;

namespace PSContainer.Launch;

/// <summary>Devices of the host, taken only if they are what their names say.</summary>
internal static unsafe class HostDevice
{
    /// <summary>The device that hides masked files.</summary>
    public static DeviceNode Null { get; } = new('c', 1, 3);

    /// <summary>
    /// A detached mount of the device file. It is opened once and checked by descriptor, so that nobody can put another
    /// file in its place between look and use (CVE-2025-31133).
    /// </summary>
    public static int CloneVerified(CString path, DeviceNode device)
    {
        int file = OpenVerified(path, device);
        int tree = Clone(file, path);
        close(file);
        return tree;
    }

    /// <summary>The device file, opened with O_PATH and checked.</summary>
    public static int OpenVerified(CString path, DeviceNode device)
    {
        fixed (byte* from = path)
        {
            int file = open(from, O_PATH | O_NOFOLLOW | O_CLOEXEC);
            if (file < 0)
            {
                throw LinuxException.FromLastError("open", path.ToString());
            }

            Verify(file, path, device);
            return file;
        }
    }

    /// <summary>A detached mount of a file that is open.</summary>
    public static int Clone(int file, CString path)
    {
        fixed (byte* empty = "\0"u8)
        {
            int tree = OpenTree(file, empty, OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC | (uint)AT_EMPTY_PATH);
            return tree >= 0 ? tree : throw LinuxException.FromLastError("open_tree", path.ToString());
        }
    }

    private static void Verify(int file, CString path, DeviceNode device)
    {
        stat status;
        if (fstat(file, &status) < 0)
        {
            throw LinuxException.FromLastError("fstat", path.ToString());
        }

        if (((uint)status.st_mode & 0xf000) != device.TypeBits || (ulong)status.st_rdev != device.Number)
        {
            throw new LinuxException("fstat", ENODEV, path.ToString());
        }
    }
}
