namespace PSContainer.Oci;

/// <summary>How far a container is in its life.</summary>
public enum OciStatus
{
    /// <summary><c>creating</c>: create has not returned.</summary>
    Creating,

    /// <summary><c>created</c>: create has returned, the command was not started.</summary>
    Created,

    /// <summary><c>running</c>: the command runs.</summary>
    Running,

    /// <summary><c>stopped</c>: the command has ended.</summary>
    Stopped,

    /// <summary><c>paused</c>: the command is frozen; not in the specification, but what runc and crun say.</summary>
    Paused,
}
