using System.Globalization;
using static PSContainer.Hosting.ContainerHostCheck;
using static Tmds.Linux.LibC;

namespace PSContainer.Hosting;

/// <summary>What containers in a user namespace can have: more than one id, and a fresh /proc.</summary>
internal static class UserChecks
{
    private static readonly string[] s_folders = ["/usr/bin/", "/bin/", "/usr/local/bin/", "/usr/sbin/", "/sbin/"];
    private static readonly string[] s_helpers = ["newuidmap", "newgidmap"];
    private static readonly string[] s_lists = ["/etc/subuid", "/etc/subgid"];

    public static IEnumerable<ContainerHostCheck> Run(HostView host) => [SubordinateIds(host), FreshProc(host)];

    private static ContainerHostCheck SubordinateIds(HostView host)
    {
        const string name = "SubordinateIds";
        if (host.IsPrivileged && host.UserId == 0)
        {
            return Ok(name, "Not needed: root maps any ids.");
        }

        string user = UserName(host);
        if (s_lists.FirstOrDefault(list => CountOf(host, list, user) == 0) is { } empty)
        {
            return Limited(
                name, $"{empty} gives this user none: a container has one user id.",
                $"As root: usermod --add-subuids 100000-165535 --add-subgids 100000-165535 {user}");
        }

        return s_helpers.FirstOrDefault(helper => !IsInstalled(host, helper)) is { } missing
            ? Limited(name, $"{missing} is not installed, or not setuid: a container has one user id.", "Install the package uidmap (shadow-utils).")
            : Ok(name, $"{CountOf(host, s_lists[0], user)} user ids, {CountOf(host, s_lists[1], user)} group ids");
    }

    // The kernel gives a user namespace no view of /proc or /sys that its maker does not have whole (mount_namespaces(7), locked mounts).
    private static ContainerHostCheck FreshProc(HostView host)
    {
        const string name = "FreshProc";
        string? cover = host.Read("/proc/self/mountinfo")?.Split('\n').Select(static line => line.Split(' ').ElementAtOrDefault(4) ?? "")
            .FirstOrDefault(static target => target.StartsWith("/proc/", StringComparison.Ordinal) && target != "/proc/sys/fs/binfmt_misc");
        return cover is null
            ? Ok(name, "/proc is wholly visible.")
            : Lacking(
                name, !host.IsPrivileged, $"Something is mounted over {cover}: a container in a user namespace gets no /proc of its own.",
                "Run PowerShell outside of the container that hides parts of /proc, or start that with them unmasked (podman run --security-opt unmask=ALL).");
    }

    private static string UserName(HostView host)
    {
        string id = host.UserId.ToString(CultureInfo.InvariantCulture);
        return host.Read("/etc/passwd")?.Split('\n').Select(static line => line.Split(':'))
            .FirstOrDefault(fields => fields.Length > 2 && fields[2] == id)?[0] ?? id;
    }

    // "name:first:count", where the name may be a number; see subuid(5).
    private static long CountOf(HostView host, string list, string user)
    {
        string id = host.UserId.ToString(CultureInfo.InvariantCulture);
        return (host.Read(list) ?? "").Split('\n').Select(static line => line.Split(':'))
            .Where(fields => fields.Length == 3 && (fields[0] == user || fields[0] == id))
            .Sum(static fields => long.TryParse(fields[2], NumberStyles.None, CultureInfo.InvariantCulture, out long count) ? count : 0);
    }

    private static bool IsInstalled(HostView host, string helper) =>
        s_folders.FirstOrDefault(folder => host.May(folder + helper, X_OK)) is { } found && host.IsSetUid(found + helper);
}
