using PSContainer.Launch;
using static Tmds.Linux.LibC;

namespace PSContainer.Launcher.Process;

/// <summary>What goes on between a process that is set up and the world outside, besides the steps of its plan.</summary>
internal sealed class LaunchChannels
{
    /// <summary>Nothing at all.</summary>
    public static LaunchChannels None { get; } = new();

    /// <summary>A connected socket that takes the other end of the process's terminal, or -1.</summary>
    public int Console { get; init; } = -1;

    /// <summary>A listening socket: whoever connects to it starts the process, which waits for that; or -1.</summary>
    public int Start { get; init; } = -1;

    /// <summary>Where to the listener of the process's seccomp filter goes; null where it has none.</summary>
    public SeccompListener? Listener { get; init; }

    /// <summary>The socket that it is sent on, or -1.</summary>
    public int ListenerSocket => Listener?.Socket ?? -1;

    /// <summary>Files through which the process enters its version 1 cgroups: see <see cref="Cgroups.Cgroup.OpenEntries"/>.</summary>
    public int[] CgroupEntries { get; init; } = [];

    /// <summary>Where its network namespace arrives, which was made ahead (<see cref="NetworkAhead"/>); -1 where it is not.</summary>
    public int Network { get; init; } = -1;

    /// <summary>What of this has to be open in the process that is set up; -1 for none.</summary>
    public int[] Descriptors => [Start, Console, ListenerSocket, Network, .. CgroupEntries];

    /// <summary>The flags of clone3(2) for the namespaces that are made with the clone.</summary>
    public ulong CloneFlags(NamespacePlan plan) => plan.CloneFlags & ~(Network >= 0 ? (uint)CLONE_NEWNET : 0ul);

    /// <summary>Called in the launcher, with the process's pid, when a moment of the set-up has come.</summary>
    public Action<LaunchMoment, int>? Reached { get; init; }
}
