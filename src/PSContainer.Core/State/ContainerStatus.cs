namespace PSContainer.State;

/// <summary>Where a container is in its life; the OCI runtime spec's words, and <see cref="Paused"/> as runc and crun have it.</summary>
// In the order of Oci.OciStatus and its words.
public enum ContainerStatus
{
    /// <summary>Its environment is being made.</summary>
    Creating,

    /// <summary>Its environment is there; the command has not been started.</summary>
    Created,

    /// <summary>The command runs.</summary>
    Running,

    /// <summary>The command has ended, or it never came to run.</summary>
    Stopped,

    /// <summary>Its processes are frozen.</summary>
    Paused,

    /// <summary>The command has ended, and its monitor waits to start it again. Never recorded: the standard has no word for it.</summary>
    Restarting,
}
