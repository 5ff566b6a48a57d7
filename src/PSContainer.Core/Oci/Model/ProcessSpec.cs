namespace PSContainer.Oci;

/// <summary>A process in a container: its command line and everything that it starts with.</summary>
public sealed class ProcessSpec
{
    /// <summary>Whether the process gets a new pseudo-terminal.</summary>
    public bool Terminal { get; set; }

    /// <summary>The size of that terminal; ignored without one.</summary>
    public ConsoleSize? ConsoleSize { get; set; }

    /// <summary>Who the process runs as.</summary>
    public UserSpec User { get; set; } = new();

    /// <summary>The command and its arguments; at least the command.</summary>
    public List<string>? Args { get; set; }

    /// <summary>The environment, as <c>NAME=value</c>.</summary>
    public List<string>? Env { get; set; }

    /// <summary>The working directory: an absolute path inside the container.</summary>
    public string Cwd { get; set; } = "/";

    /// <summary>The capabilities that the process keeps; null leaves none.</summary>
    public LinuxCapabilities? Capabilities { get; set; }

    /// <summary>Resource limits, each type at most once.</summary>
    public List<PosixRlimit>? Rlimits { get; set; }

    /// <summary>Whether the process and its children can never gain privileges through execve.</summary>
    public bool NoNewPrivileges { get; set; }

    /// <summary>The AppArmor profile.</summary>
    public string? ApparmorProfile { get; set; }

    /// <summary>The SELinux context.</summary>
    public string? SelinuxLabel { get; set; }

    /// <summary>How readily the kernel ends the process when memory is short; -1000 to 1000. Null leaves it as it is.</summary>
    public int? OomScoreAdj { get; set; }

    /// <summary>Scheduling policy and its parameters.</summary>
    public SchedulerSpec? Scheduler { get; set; }

    /// <summary>Priority of input and output.</summary>
    public LinuxIOPriority? IOPriority { get; set; }

    /// <summary>On which processors a process that joins the container runs.</summary>
    public CpuAffinity? ExecCpuAffinity { get; set; }
}
