namespace PSContainer;

/// <summary>A process of a container, as it was when it was looked at.</summary>
public sealed class ContainerProcessInfo
{
    /// <summary>The container's name.</summary>
    public string Container { get; internal init; } = "";

    /// <summary>The pid on the host.</summary>
    public int ProcessId { get; internal init; }

    /// <summary>The pid in the container; 1 is its first process.</summary>
    public int ContainerProcessId { get; internal init; }

    /// <summary>The pid on the host of the process that started it, or took it over.</summary>
    public int ParentProcessId { get; internal init; }

    /// <summary>The short name: 15 characters at most, which the process can change.</summary>
    public string Name { get; internal init; } = "";

    /// <summary>The command line, word by word; empty for a process that has ended and was not waited for.</summary>
    public IReadOnlyList<string> Command { get; internal init; } = [];

    /// <summary>The user's name in the container; the number where the container knows no name.</summary>
    public string User { get; internal init; } = "";

    /// <summary>The user's number in the container; null for one that the container's user namespace does not know.</summary>
    public uint? UserId { get; internal init; }

    /// <summary>The user's number on the host.</summary>
    public uint HostUserId { get; internal init; }

    /// <summary>The state, as ps(1) and <c>proc_pid_status(5)</c> have it: <c>R</c> runs, <c>S</c> sleeps, <c>Z</c> has ended.</summary>
    public char State { get; internal init; }

    /// <summary>The number of its threads.</summary>
    public int Threads { get; internal init; }

    /// <summary>Memory that is its own or shared and now in use (resident set), in bytes.</summary>
    public long Memory { get; internal init; }

    /// <summary>Processor time used, of it and its threads.</summary>
    public TimeSpan CpuTime { get; internal init; }

    /// <summary>When it was started, in local time.</summary>
    public DateTime Started { get; internal init; }

    /// <summary>The short name.</summary>
    public override string ToString() => Name;
}
