namespace PSContainer.Oci;

/// <summary>What a filter does with a system call; see seccomp_rule_add(3).</summary>
public enum SeccompAction
{
    /// <summary><c>SCMP_ACT_KILL</c>: the same as <see cref="KillThread"/>.</summary>
    Kill,

    /// <summary><c>SCMP_ACT_KILL_PROCESS</c>: ends the process.</summary>
    KillProcess,

    /// <summary><c>SCMP_ACT_KILL_THREAD</c>: ends the thread.</summary>
    KillThread,

    /// <summary><c>SCMP_ACT_TRAP</c>: sends SIGSYS.</summary>
    Trap,

    /// <summary><c>SCMP_ACT_ERRNO</c>: fails with an errno.</summary>
    Errno,

    /// <summary><c>SCMP_ACT_TRACE</c>: tells the tracer.</summary>
    Trace,

    /// <summary><c>SCMP_ACT_ALLOW</c>: lets it pass.</summary>
    Allow,

    /// <summary><c>SCMP_ACT_LOG</c>: lets it pass and logs it.</summary>
    Log,

    /// <summary><c>SCMP_ACT_NOTIFY</c>: asks a listener.</summary>
    Notify,
}
