namespace PSContainer.Oci;

/// <summary>A class of input and output priority; see ioprio_set(2).</summary>
public enum IOPriorityClass
{
    /// <summary><c>IOPRIO_CLASS_RT</c>: before all others.</summary>
    Realtime,

    /// <summary><c>IOPRIO_CLASS_BE</c>: the default, best effort.</summary>
    BestEffort,

    /// <summary><c>IOPRIO_CLASS_IDLE</c>: when nobody else needs the disk.</summary>
    Idle,
}
