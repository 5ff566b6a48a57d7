using System.Globalization;
using PSContainer.Cgroups;
using PSContainer.Interop;
using PSContainer.State;
using Tmds.Linux;
using static Tmds.Linux.LibC;

namespace PSContainer.Hosting;

/// <summary>The machine as the checks see it: its files, its calls, and who asks.</summary>
/// <param name="root">A folder that stands for the file system's root; empty for the machine's own.</param>
internal sealed unsafe class HostView(string root = "")
{
    private const int SysAdmin = 21;
    private const int SetUserId = 0x800;

    private CgroupLayout? _cgroups;
    private bool? _isPrivileged;

    /// <summary>Who asks.</summary>
    public uint UserId { get; init; } = geteuid();

    /// <summary>The launcher that comes with the module.</summary>
    public required string LauncherPath { get; init; }

    /// <summary>Where the containers' states are kept.</summary>
    public required StateRoot StateRoot { get; init; }

    /// <summary>Asks for a kernel call: 0 or the error number.</summary>
    public Func<KernelCall, int> Probe { get; init; } = Interop.Interop.Probe;

    /// <summary>The cgroup hierarchies.</summary>
    public CgroupLayout Cgroups
    {
        get => _cgroups ??= CgroupHost.Read();
        init => _cgroups = value;
    }

    /// <summary>Whether namespaces can be made without a user namespace.</summary>
    public bool IsPrivileged => _isPrivileged ??= HasSysAdmin();

    /// <summary>The kernel's version; 0.0 where it does not say.</summary>
    public Version KernelVersion => KernelRelease.Split('.', '-', '+') is [var major, var minor, ..]
        && int.TryParse(major, NumberStyles.None, CultureInfo.InvariantCulture, out int first)
        && int.TryParse(minor, NumberStyles.None, CultureInfo.InvariantCulture, out int second)
            ? new Version(first, second)
            : new Version(0, 0);

    /// <summary>The kernel's own name for its version.</summary>
    public string KernelRelease => Read("/proc/sys/kernel/osrelease") ?? "";

    /// <summary>The text of a file without the white space around it; null where it cannot be read.</summary>
    public string? Read(string path)
    {
        try
        {
            return File.ReadAllText(root + path).Trim();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Whether something is there, of which a link that leads nowhere is a part.</summary>
    public bool Exists(string path) => Path.Exists(root + path) || new FileInfo(root + path).LinkTarget is not null;

    /// <summary>Whether the caller may use something: a combination of <c>R_OK</c>, <c>W_OK</c> and <c>X_OK</c>.</summary>
    public bool May(string path, int mode)
    {
        fixed (byte* name = new CString(root + path))
        {
            return faccessat(AT_FDCWD, name, mode, AT_EACCESS) == 0;
        }
    }

    /// <summary>Whether a file takes rights of its own when it is executed.</summary>
    public bool IsSetUid(string path)
    {
        statx status;
        fixed (byte* name = new CString(root + path), attribute = "security.capability\0"u8)
        {
            return (statx(AT_FDCWD, name, 0, STATX_BASIC_STATS, &status) == 0 && (status.stx_mode & SetUserId) != 0)
                || Interop.Interop.GetXAttr(name, attribute, null, 0) > 0;
        }
    }

    private bool HasSysAdmin()
    {
        string? line = Read("/proc/self/status")?.Split('\n').FirstOrDefault(static line => line.StartsWith("CapEff:", StringComparison.Ordinal));
        return ulong.TryParse(line?[7..].Trim(), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ulong effective)
            && (effective & (1UL << SysAdmin)) != 0;
    }
}
