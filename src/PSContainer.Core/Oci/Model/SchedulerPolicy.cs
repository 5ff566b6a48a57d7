namespace PSContainer.Oci;

/// <summary>A scheduling policy; see sched(7).</summary>
public enum SchedulerPolicy
{
    /// <summary><c>SCHED_OTHER</c>: the default, time-sharing.</summary>
    Other,

    /// <summary><c>SCHED_FIFO</c>: real-time, first in, first out.</summary>
    Fifo,

    /// <summary><c>SCHED_RR</c>: real-time, round-robin.</summary>
    RoundRobin,

    /// <summary><c>SCHED_BATCH</c>: for batches.</summary>
    Batch,

    /// <summary><c>SCHED_ISO</c>: reserved; no kernel has it.</summary>
    Iso,

    /// <summary><c>SCHED_IDLE</c>: when nothing else wants to run.</summary>
    Idle,

    /// <summary><c>SCHED_DEADLINE</c>: real-time, by deadlines.</summary>
    Deadline,
}
