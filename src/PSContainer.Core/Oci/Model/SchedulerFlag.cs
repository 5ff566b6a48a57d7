using System.Diagnostics.CodeAnalysis;

namespace PSContainer.Oci;

/// <summary>A flag of sched_setattr(2).</summary>
[SuppressMessage("Naming", "CA1711", Justification = "The specification's own name.")]
public enum SchedulerFlag
{
    /// <summary><c>SCHED_FLAG_RESET_ON_FORK</c>: children start with the default policy.</summary>
    ResetOnFork,

    /// <summary><c>SCHED_FLAG_RECLAIM</c>: may use time that other deadline threads leave.</summary>
    Reclaim,

    /// <summary><c>SCHED_FLAG_DL_OVERRUN</c>: a signal tells of overruns.</summary>
    DeadlineOverrun,

    /// <summary><c>SCHED_FLAG_KEEP_POLICY</c>: keeps the policy.</summary>
    KeepPolicy,

    /// <summary><c>SCHED_FLAG_KEEP_PARAMS</c>: keeps the parameters.</summary>
    KeepParameters,

    /// <summary><c>SCHED_FLAG_UTIL_CLAMP_MIN</c>: sets the minimum utilization.</summary>
    UtilClampMin,

    /// <summary><c>SCHED_FLAG_UTIL_CLAMP_MAX</c>: sets the maximum utilization.</summary>
    UtilClampMax,
}
