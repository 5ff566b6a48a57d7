using PSContainer.Interop;
using PSContainer.Oci;
using static Tmds.Linux.LibC;

namespace PSContainer.Configuration;

/// <summary>Device files of the host.</summary>
internal static unsafe class DeviceFile
{
    private const uint TypeBits = 0xf000;
    private const uint Character = 0x2000;
    private const uint Block = 0x6000;
    private const uint ModeBits = 0x1ff;

    // What every container has of its own.
    private static readonly string[] s_private =
        ["/dev/pts", "/dev/shm", "/dev/mqueue", "/dev/fd", "/dev/console", "/dev/ptmx", "/dev/tty", "/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom"];

    /// <summary>The device that a path leads to, as a container has it at <paramref name="target"/>; null where it is none.</summary>
    public static LinuxDevice? Read(string path, string target)
    {
        fixed (byte* name = new CString(path))
        {
            Tmds.Linux.stat status;
            if (stat(name, &status) < 0 || ((uint)status.st_mode & TypeBits) is not (Character or Block))
            {
                return null;
            }

            ulong number = (ulong)status.st_rdev;
            return new LinuxDevice
            {
                Path = target, Type = ((uint)status.st_mode & TypeBits) == Block ? DeviceKind.Block : DeviceKind.Character,
                Major = (long)((number >> 8) & 0xfff), Minor = (long)((number & 0xff) | ((number >> 12) & 0xfff00)),
                FileMode = (uint)status.st_mode & ModeBits, Uid = (uint)status.st_uid, Gid = (uint)status.st_gid,
            };
        }
    }

    /// <summary>The devices in a folder and below; links are not followed.</summary>
    public static IEnumerable<ContainerDevice> Below(string folder, string target, DeviceAccess access) =>
        from path in Directory.EnumerateFiles(folder, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint })
        where !s_private.Contains(path) && !path.StartsWith("/dev/pts/", StringComparison.Ordinal)
        orderby path
        let node = Read(path, target + path[folder.Length..])
        where node is not null
        select new ContainerDevice(path, node, access);

    /// <summary>All devices of the host but those that every container has.</summary>
    public static IReadOnlyList<ContainerDevice> All() => [.. Below("/dev", "/dev", DeviceAccess.All)];
}
