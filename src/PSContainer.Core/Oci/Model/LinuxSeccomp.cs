namespace PSContainer.Oci;

/// <summary>A filter of system calls; see seccomp(2) and seccomp_rule_add(3).</summary>
public sealed class LinuxSeccomp
{
    /// <summary>What happens to a call that no rule is about.</summary>
    public SeccompAction DefaultAction { get; set; }

    /// <summary>The errno of <see cref="DefaultAction"/>, where it gives one; null is EPERM.</summary>
    public uint? DefaultErrnoRet { get; set; }

    /// <summary>The architectures whose calls are allowed at all, beside the machine's own.</summary>
    public List<SeccompArch>? Architectures { get; set; }

    /// <summary>Flags of seccomp(2).</summary>
    public List<SeccompFlag>? Flags { get; set; }

    /// <summary>The socket that gets the descriptor of <see cref="SeccompAction.Notify"/>.</summary>
    public string? ListenerPath { get; set; }

    /// <summary>What is sent along with it.</summary>
    public string? ListenerMetadata { get; set; }

    /// <summary>The rules.</summary>
    public List<LinuxSyscall>? Syscalls { get; set; }
}
