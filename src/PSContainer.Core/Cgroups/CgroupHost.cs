using System.Globalization;
using PSContainer.Errors;

namespace PSContainer.Cgroups;

/// <summary>The cgroups of this machine, as the calling process sees them.</summary>
internal static class CgroupHost
{
    /// <summary>Reads what is mounted, and the groups that the caller is in.</summary>
    /// <exception cref="LinuxException"><c>/proc</c> could not be read.</exception>
    public static CgroupLayout Read() => ReadFor("self");

    /// <summary>The same with the groups of another process: where a command that joins its container goes.</summary>
    public static CgroupLayout Read(int pid) => ReadFor(pid.ToString(CultureInfo.InvariantCulture));

    private static CgroupLayout ReadFor(string process)
    {
        byte[] groups = ReadFile($"/proc/{process}/cgroup");
        return UsualPlaces.Find(groups) ?? CgroupLayout.Parse(ReadFile("/proc/self/mountinfo"), groups);
    }

    private static byte[] ReadFile(string path) =>
        CgroupFile.ReadAll(CgroupFile.AtCurrent, path, out int error) ?? throw new LinuxException("read", error, path);
}
