namespace PSContainer;

/// <summary>Whether a container's command is started again when it has ended.</summary>
public enum ContainerRestartPolicy
{
    /// <summary>It stays ended.</summary>
    No,

    /// <summary>Where its exit code is not 0; as often as is said.</summary>
    OnFailure,

    /// <summary>However it ended, unless it was stopped with <c>Stop-Container</c>.</summary>
    Always,

    /// <summary>The same as <see cref="Always"/>: with no daemon, nobody starts a stopped container when the machine starts.</summary>
    UnlessStopped,
}
