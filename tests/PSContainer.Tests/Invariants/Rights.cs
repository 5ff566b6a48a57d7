using PSContainer.Cgroups;

namespace PSContainer.Tests.Invariants;

/// <summary>What a test needs that not everyone may do who runs it: where it may not be done, the test is skipped and says why.</summary>
internal static class Rights
{
    /// <param name="reason">What only root may do.</param>
    public static void NeedRoot(string reason) => Assert.SkipUnless(Environment.IsPrivilegedProcess, $"needs root: {reason}");

    /// <summary>The right to make cgroups: root has it, and users to whom a group of version 2 is delegated.</summary>
    public static void NeedCgroups() => Assert.SkipUnless(
        Environment.IsPrivilegedProcess || CgroupHost.Read() is { Mode: CgroupMode.Unified, Unified.OwnDirectory: { } own } && IsWritable(own),
        "needs a cgroup that the user may make others in");

    private static bool IsWritable(string folder) => Outcome.Of("test", "-w", folder).ExitCode == 0;
}
