namespace PSContainer.Oci;

/// <summary>Scheduling of a process; see sched_setattr(2). What is null counts as 0.</summary>
public sealed class SchedulerSpec
{
    /// <summary>The policy.</summary>
    public SchedulerPolicy Policy { get; set; }

    /// <summary>The nice value, -20 to 19; for <see cref="SchedulerPolicy.Other"/> and <see cref="SchedulerPolicy.Batch"/>.</summary>
    public int? Nice { get; set; }

    /// <summary>The static priority; for <see cref="SchedulerPolicy.Fifo"/> and <see cref="SchedulerPolicy.RoundRobin"/>.</summary>
    public int? Priority { get; set; }

    /// <summary>Flags.</summary>
    public List<SchedulerFlag>? Flags { get; set; }

    /// <summary>Nanoseconds of run time in each period; for <see cref="SchedulerPolicy.Deadline"/>.</summary>
    public ulong? Runtime { get; set; }

    /// <summary>Nanoseconds until the deadline; for <see cref="SchedulerPolicy.Deadline"/>.</summary>
    public ulong? Deadline { get; set; }

    /// <summary>Length of the period in nanoseconds; for <see cref="SchedulerPolicy.Deadline"/>.</summary>
    public ulong? Period { get; set; }
}
