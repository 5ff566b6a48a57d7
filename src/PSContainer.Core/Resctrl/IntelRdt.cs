using System.Globalization;
using System.Text;
using PSContainer.Cgroups;
using PSContainer.Errors;
using PSContainer.Interop;
using PSContainer.Oci;
using static PSContainer.Interop.Interop;
using static Tmds.Linux.LibC;

namespace PSContainer.Resctrl;

/// <summary>
/// Shares of cache and memory bandwidth (Intel RDT, AMD QoS), by a group of the kernel's resctrl file system; see the kernel's
/// <c>resctrl.rst</c> and config-linux.md, "IntelRdt".
/// </summary>
internal sealed unsafe class IntelRdt
{
    private const long RDTGROUP_SUPER_MAGIC = 0x7655821;
    private const string MountPoint = "/sys/fs/resctrl";
    private const ushort FolderMode = 0b111_101_101; // 0755

    private readonly string _group;
    private readonly string? _monitor;

    private IntelRdt(string group, string? monitor)
    {
        _group = group;
        _monitor = monitor;
    }

    /// <summary>Makes, or joins, the group of a container; null where its spec has none.</summary>
    /// <exception cref="ContainerException">The kernel, or the machine, has no such thing; or refuses a schema.</exception>
    public static IntelRdt? Create(LinuxIntelRdt? spec, string id, string mountPoint = MountPoint)
    {
        if (spec is null)
        {
            return null;
        }

        RequireMounted(mountPoint);
        string group = spec.ClosId == "/" ? mountPoint : $"{mountPoint}/{spec.ClosId ?? id}";
        bool made = Make(group);
        WriteSchemata(group, spec);
        string? monitor = spec.EnableMonitoring || spec.EnableCmt || spec.EnableMbm ? $"{group}/mon_groups/{id}" : null;
        _ = monitor is not null && Make(monitor);
        // A group that was there already is somebody else's, to be shared and left.
        return new IntelRdt(group, monitor) { Path = made ? group : monitor };
    }

    /// <summary>What is to be removed with the container, or null.</summary>
    public string? Path { get; private init; }

    /// <summary>Puts a process into the group.</summary>
    public void Attach(int pid)
    {
        string text = pid.ToString(CultureInfo.InvariantCulture);
        Write($"{_group}/tasks", text);
        if (_monitor is not null)
        {
            Write($"{_monitor}/tasks", text);
        }
    }

    /// <summary>Changes the shares of a container that runs.</summary>
    /// <param name="spec">What its spec says.</param>
    /// <param name="id">Its id.</param>
    /// <param name="cacheSchema">The new shares of the cache, or null.</param>
    /// <param name="bandwidthSchema">The new shares of the memory's bandwidth, or null.</param>
    /// <param name="mountPoint">Where resctrl is mounted.</param>
    public static void Update(
        LinuxIntelRdt? spec, string id, string? cacheSchema, string? bandwidthSchema, string mountPoint = MountPoint)
    {
        if (cacheSchema is null && bandwidthSchema is null)
        {
            return;
        }

        RequireMounted(mountPoint);
        WriteSchemata(
            $"{mountPoint}/{spec?.ClosId ?? id}", new LinuxIntelRdt { L3CacheSchema = cacheSchema, MemBwSchema = bandwidthSchema });
    }

    /// <summary>Removes what <see cref="Path"/> named; what is gone already is fine.</summary>
    public static void Remove(string? path)
    {
        if (path is not null)
        {
            fixed (byte* name = new CString(path))
            {
                rmdir(name);
            }
        }
    }

    private static void RequireMounted(string mountPoint)
    {
        FileSystemStatus status;
        fixed (byte* path = new CString(mountPoint))
        {
            bool isResctrl = StatFs(path, &status) == 0 && (status.Type == RDTGROUP_SUPER_MAGIC || mountPoint != MountPoint);
            if (!isResctrl)
            {
                throw new ContainerException(
                    "IntelRdt.NotAvailable", ErrorKind.NotSupported,
                    $"linux.intelRdt cannot be honoured: no resctrl file system is mounted on '{mountPoint}'.", "$.linux.intelRdt",
                    "On a processor and kernel that have it, mount it: mount -t resctrl resctrl /sys/fs/resctrl.");
            }
        }
    }

    private static bool Make(string path)
    {
        fixed (byte* name = new CString(path))
        {
            return mkdirat(AT_FDCWD, name, FolderMode) == 0 || (errno == EEXIST ? false : throw Failed(path, LinuxException.FromLastError("mkdirat", path)));
        }
    }

    private static void WriteSchemata(string group, LinuxIntelRdt spec)
    {
        List<string> lines = [.. spec.Schemata ?? []];
        AddTo(lines, spec.L3CacheSchema);
        AddTo(lines, spec.MemBwSchema);
        if (lines.Count > 0)
        {
            Write($"{group}/schemata", string.Join('\n', lines) + "\n");
        }
    }

    private static void AddTo(List<string> lines, string? schema)
    {
        if (!string.IsNullOrEmpty(schema))
        {
            lines.Add(schema);
        }
    }

    private static void Write(string path, string text)
    {
        int file = CgroupFile.Open(CgroupFile.AtCurrent, path, O_WRONLY);
        int result = file < 0 ? file : CgroupFile.Write(file, Encoding.UTF8.GetBytes(text));
        _ = file < 0 ? 0 : close(file);
        if (result < 0)
        {
            throw Failed(path, new LinuxException(file < 0 ? "openat" : "write", -result, path));
        }
    }

    private static ContainerException Failed(string path, LinuxException error) => new(
        $"IntelRdt.{error.ErrorName}", ErrorKind.OperationFailed, $"linux.intelRdt could not be set: {error.Message}.", path,
        "The file info/last_cmd_status of the resctrl file system says why.", error);
}
