namespace PSContainer.Oci;

/// <summary>A resource with a limit; the values are the kernel's numbers (asm-generic/resource.h).</summary>
public enum RlimitType
{
    /// <summary><c>RLIMIT_CPU</c>: processor time in seconds.</summary>
    Cpu,

    /// <summary><c>RLIMIT_FSIZE</c>: size of files that it creates, in bytes.</summary>
    FileSize,

    /// <summary><c>RLIMIT_DATA</c>: size of its data segment, in bytes.</summary>
    Data,

    /// <summary><c>RLIMIT_STACK</c>: size of its stack, in bytes.</summary>
    Stack,

    /// <summary><c>RLIMIT_CORE</c>: size of core dumps, in bytes.</summary>
    Core,

    /// <summary><c>RLIMIT_RSS</c>: resident set in bytes; without effect since Linux 2.4.</summary>
    ResidentSet,

    /// <summary><c>RLIMIT_NPROC</c>: threads of the user.</summary>
    Processes,

    /// <summary><c>RLIMIT_NOFILE</c>: open descriptors.</summary>
    OpenFiles,

    /// <summary><c>RLIMIT_MEMLOCK</c>: locked memory in bytes.</summary>
    LockedMemory,

    /// <summary><c>RLIMIT_AS</c>: address space in bytes.</summary>
    AddressSpace,

    /// <summary><c>RLIMIT_LOCKS</c>: file locks; without effect since Linux 2.4.25.</summary>
    Locks,

    /// <summary><c>RLIMIT_SIGPENDING</c>: queued signals of the user.</summary>
    PendingSignals,

    /// <summary><c>RLIMIT_MSGQUEUE</c>: bytes in POSIX message queues of the user.</summary>
    MessageQueues,

    /// <summary><c>RLIMIT_NICE</c>: 20 minus the best nice value.</summary>
    Nice,

    /// <summary><c>RLIMIT_RTPRIO</c>: real-time priority.</summary>
    RealtimePriority,

    /// <summary><c>RLIMIT_RTTIME</c>: microseconds of real-time scheduling without a blocking call.</summary>
    RealtimeTime,
}
