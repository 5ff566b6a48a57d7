using System.Diagnostics.CodeAnalysis;

namespace PSContainer.Oci;

/// <summary>A flag of seccomp(2).</summary>
[SuppressMessage("Naming", "CA1711", Justification = "The specification's own name.")]
public enum SeccompFlag
{
    /// <summary><c>SECCOMP_FILTER_FLAG_TSYNC</c>: for all threads.</summary>
    Tsync,

    /// <summary><c>SECCOMP_FILTER_FLAG_LOG</c>: every action but "allow" may be logged.</summary>
    Log,

    /// <summary><c>SECCOMP_FILTER_FLAG_SPEC_ALLOW</c>: without the mitigation of Speculative Store Bypass.</summary>
    SpecAllow,

    /// <summary><c>SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV</c>: only a fatal signal ends the wait for a listener.</summary>
    WaitKillableRecv,
}
