using PSContainer.Errors;

namespace PSContainer.Cgroups;

/// <summary>Stops and continues all processes of a group.</summary>
internal static class CgroupFreezer
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);

    public static void Set(Cgroup cgroup, bool frozen)
    {
        CgroupDirectory group = GroupOf(cgroup) ?? throw NotSupported();
        int result = Write(group, frozen);
        if (result == -Errno.ENOENT && group.IsUnified && cgroup.Find(CgroupControllers.Freezer) is { IsUnified: false } legacy)
        {
            group = legacy;
            result = Write(group, frozen);
        }

        if (result < 0)
        {
            string action = frozen ? "be frozen" : "be thawed";
            throw CgroupErrors.Failed(frozen ? "Freeze" : "Thaw", action, group.Path, "write", -result);
        }

        Await(group, frozen);
    }

    public static bool IsFrozen(Cgroup cgroup) => GroupOf(cgroup) is { } group && IsAsked(group);

    /// <summary>A group that is to be used for a new container has to be thawed; one of ours is helped.</summary>
    public static void CheckThawed(CgroupDirectory group, bool thaw)
    {
        if (!IsAsked(group))
        {
            return;
        }

        if (!thaw || Write(group, frozen: false) < 0)
        {
            throw CgroupErrors.Frozen(group.Path);
        }
    }

    // Version 2 freezes in a state in which processes can still be ended; where both are there it is the better one.
    private static CgroupDirectory? GroupOf(Cgroup cgroup) => cgroup.Unified ?? cgroup.Find(CgroupControllers.Freezer);

    private static int Write(CgroupDirectory group, bool frozen) => group.IsUnified
        ? group.Write("cgroup.freeze"u8, frozen ? "1"u8 : "0"u8)
        : group.Write("freezer.state"u8, frozen ? "FROZEN"u8 : "THAWED"u8);

    private static bool IsAsked(CgroupDirectory group)
    {
        Span<byte> text = stackalloc byte[16];
        int length = group.IsUnified ? group.Read("cgroup.freeze"u8, text) : group.Read("freezer.state"u8, text);
        return length > 0 && text[0] is (byte)'1' or (byte)'F';
    }

    private static void Await(CgroupDirectory group, bool frozen)
    {
        var backoff = new Backoff(s_patience);
        while (IsDone(group) != frozen)
        {
            if (!backoff.Wait())
            {
                throw TimedOut(group, frozen);
            }
        }
    }

    private static bool IsDone(CgroupDirectory group)
    {
        Span<byte> text = stackalloc byte[128];
        int length = group.IsUnified ? group.Read("cgroup.events"u8, text) : group.Read("freezer.state"u8, text);
        text = text[..Math.Max(0, length)];
        return group.IsUnified ? CgroupText.Find(text, "frozen"u8) == 1 : text.StartsWith("FROZEN"u8);
    }

    private static ContainerException TimedOut(CgroupDirectory group, bool frozen)
    {
        // Not half: what did stop goes on again.
        _ = frozen ? Write(group, frozen: false) : 0;
        string what = frozen ? "stop" : "continue";
        return new ContainerException(
            "Cgroup.Freeze.TimedOut", ErrorKind.TimedOut,
            $"The processes of the cgroup '{group.Path}' did not {what} within {s_patience.TotalSeconds:0} seconds.", group.Path,
            "One of them waits in the kernel, often for a network file system; try again when it is back.");
    }

    private static ContainerException NotSupported() =>
        new(
            "Cgroup.Freeze.NotSupported", ErrorKind.NotSupported,
            "The container cannot be paused or resumed: it is in no cgroup that can be frozen.", null,
            "Mount cgroup version 2, or the freezer of version 1.");
}
