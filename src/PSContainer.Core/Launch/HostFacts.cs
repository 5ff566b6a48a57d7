using System.Globalization;
using System.Text;
using PSContainer.Cgroups;
using PSContainer.Interop;
using PSContainer.Oci;
using static PSContainer.Interop.Interop;
using static Tmds.Linux.LibC;

namespace PSContainer.Launch;

/// <summary>Looks up what a plan depends on besides the spec.</summary>
internal static unsafe class HostFacts
{
    /// <param name="joined">The process whose namespaces are joined, or 0.</param>
    public static LaunchFacts Read(int joined = 0) => new()
    {
        UserId = (uint)geteuid(),
        InInitialUserNamespace = IsInitialUserNamespace(),
        IsDirectory = IsDirectory,
        GroupsDenied = joined != 0 && Contains(string.Create(CultureInfo.InvariantCulture, $"/proc/{joined}/setgroups"), "deny"u8),
        CgroupHierarchies = ReadHierarchies,
        HasAppArmor = static () => Contains("/sys/module/apparmor/parameters/enabled", "Y"u8),
        HasSelinux = static () => IsDirectory("/sys/fs/selinux/booleans") == true,
    };

    /// <summary>The same for a container of its own.</summary>
    public static LaunchFacts Read(RuntimeSpec spec)
    {
        string? joined = spec.Linux?.Namespaces?.Find(static one => one.Type == NamespaceKind.User)?.Path;
        return Read(joined?.Split('/') is ["", "proc", var process, "ns", _] && StrictNumber.TryParse(process, out int pid) ? pid : 0);
    }

    // Lines such as "4:memory:/user.slice". Version 1's, which the kernel may have without anybody here seeing them, are not shown to a
    // container either; to mount one takes the longer the more groups there are.
    private static List<string> ReadHierarchies()
    {
        if (IsUnified())
        {
            return [""];
        }

        var lists = new List<string>();
        foreach (string line in Encoding.UTF8.GetString(CgroupFile.ReadAll(CgroupFile.AtCurrent, "/proc/self/cgroup", out _) ?? []).Split('\n'))
        {
            string[] fields = line.Split(':', 3);
            if (fields.Length == 3)
            {
                lists.Add(fields[1]);
            }
        }

        return lists;
    }

    private static bool IsUnified()
    {
        FileSystemStatus status;
        fixed (byte* path = "/sys/fs/cgroup\0"u8)
        {
            return StatFs(path, &status) == 0 && status.Type == CGROUP2_SUPER_MAGIC;
        }
    }

    private static bool? IsDirectory(string path)
    {
        Tmds.Linux.stat status;
        fixed (byte* p = new CString(path))
        {
            return stat(p, &status) < 0 ? null : ((uint)status.st_mode & 0xf000) == 0x4000;
        }
    }

    // Only the first one maps every id to itself (user_namespaces(7)).
    private static bool IsInitialUserNamespace() => Contains("/proc/self/uid_map", "4294967295"u8);

    private static bool Contains(string path, ReadOnlySpan<byte> word)
    {
        const int Room = 64;
        byte* text = stackalloc byte[Room];
        fixed (byte* p = new CString(path))
        {
            int file = open(p, O_RDONLY | O_CLOEXEC);
            long length = file < 0 ? 0 : (long)read(file, text, Room);
            close(file);
            return new ReadOnlySpan<byte>(text, (int)Math.Max(length, 0)).IndexOf(word) >= 0;
        }
    }
}
