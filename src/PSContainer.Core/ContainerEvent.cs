namespace PSContainer;

/// <summary>Something that happened to a container.</summary>
public sealed class ContainerEvent
{
    internal ContainerEvent(ContainerEventType type, DateTimeOffset time, string id, string name)
    {
        Type = type;
        Utc = time;
        Id = id;
        Name = name;
    }

    /// <summary>When, in local time.</summary>
    public DateTime Time => Utc.LocalDateTime;

    /// <summary>What.</summary>
    public ContainerEventType Type { get; }

    /// <summary>The container's id.</summary>
    public string Id { get; }

    /// <summary>The name it was given, else its short id.</summary>
    public string Name { get; }

    /// <summary>Of <see cref="ContainerEventType.Exited"/>: the exit code, 128 + the signal for one that a signal ended; null for others.</summary>
    public int? ExitCode { get; internal init; }

    /// <summary>Of <see cref="ContainerEventType.Health"/>: what was found; null for others.</summary>
    public ContainerHealth? Health { get; internal init; }

    /// <summary>Of <see cref="ContainerEventType.Restarted"/>: how often that was by its policy; null for others.</summary>
    public int? RestartCount { get; internal init; }

    internal DateTimeOffset Utc { get; }

    /// <summary>The type, and the container's name.</summary>
    public override string ToString() => $"{Type} {Name}";
}
