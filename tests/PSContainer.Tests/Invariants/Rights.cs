using PSContainer.Cgroups;
using PSContainer.Configuration;
using static Tmds.Linux.LibC;

namespace PSContainer.Tests.Invariants;

/// <summary>What a test needs that not everyone may do who runs it: where it may not be done, the test is skipped and says why.</summary>
internal static class Rights
{
    /// <param name="reason">What only root may do.</param>
    public static void NeedRoot(string reason) => Assert.SkipUnless(Environment.IsPrivilegedProcess, $"needs root: {reason}");

    /// <summary>More users than one in a container: root has them, and users to whom an administrator gave ids.</summary>
    public static void NeedUsers() => Assert.SkipUnless(
        Environment.IsPrivilegedProcess || (SubordinateIds.Find("/etc/subuid", Id) is not null && File.Exists("/usr/bin/newuidmap")),
        "needs ids besides the user's own, in /etc/subuid, and newuidmap (Debian: uidmap)");

    private static uint Id => (uint)geteuid();

    /// <summary>The right to make cgroups with limits: root has it, and users to whom a group of version 2 is delegated.</summary>
    public static void NeedCgroups() => Assert.SkipUnless(
        Environment.IsPrivilegedProcess || CgroupHost.Read() is { Mode: CgroupMode.Unified, Unified.OwnDirectory: { } own } && IsDelegated(own),
        "needs a cgroup that the user may make others in, with limits");

    private static bool IsDelegated(string group) =>
        Outcome.Of("test", "-w", group).ExitCode == 0 && File.ReadAllText($"{group}/cgroup.controllers").Contains("memory", StringComparison.Ordinal);
}
