using PSContainer.Errors;
using static Tmds.Linux.LibC;

namespace PSContainer.State;

/// <summary>Names one process for good: a pid alone is given to another process later.</summary>
/// <param name="Pid">Process id, in the pid namespace of the reader.</param>
/// <param name="StartTime">When it started, in clock ticks since boot: field 22 of <c>/proc/PID/stat</c>.</param>
/// <param name="BootId">The boot in which it started; <see cref="Guid.Empty"/> where that is not known.</param>
public readonly record struct ProcessIdentity(int Pid, ulong StartTime, Guid BootId)
{
    /// <summary>The identity of the process that has that pid now, one that has ended but was not waited for included.</summary>
    /// <param name="pid">Process id.</param>
    /// <returns>Null where there is none.</returns>
    public static ProcessIdentity? Of(int pid) =>
        pid > 0 && ProcessStat.TryRead(pid, out ProcessStat stat) ? new(pid, stat.StartTime, State.BootId.Current) : null;

    /// <summary>The identity of the calling process.</summary>
    /// <exception cref="ContainerException"><c>Proc.NotVisible</c>: the mounted /proc does not show it.</exception>
    // Not Environment.ProcessId, which a forked child inherits from its parent's cache.
    public static ProcessIdentity Current => Of(getpid())
        ?? throw new ContainerException(
            "Proc.NotVisible", ErrorKind.NotSupported, "/proc does not show the calling process: it is not mounted, or that of another PID namespace.",
            "/proc", "Mount it: mount -t proc proc /proc.");

    /// <summary>Whether this very process still runs. One that has ended but was not waited for (a zombie) does not.</summary>
    public bool IsAlive() =>
        Pid > 0 && State.BootId.Same(BootId, State.BootId.Current)
        && ProcessStat.TryRead(Pid, out ProcessStat stat) && stat.StartTime == StartTime && !stat.HasEnded;
}
